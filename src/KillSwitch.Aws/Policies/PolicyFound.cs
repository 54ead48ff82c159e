using Amazon.DynamoDBv2.Model;
using KillSwitch.Core.Drills;
using KillSwitch.Core.Policies;

namespace KillSwitch.Aws.Policies;

/// <summary>The policy that the guard goes by: the one in force or, where that cannot be read, the newest kept version that can.</summary>
/// <param name="Version">Null while none was ever applied, and where none can be read.</param>
/// <param name="Policy">Without rules where there is no version.</param>
/// <param name="Problem">Why the one in force cannot be read, and what the guard goes by: one clause. Null where it can, and while none was
/// ever applied.</param>
public sealed record PolicyFound(PolicyVersion? Version, Policy Policy, string? Problem)
{
    /// <summary>Whether it is known what is to be stopped, and who is exempt.</summary>
    public bool IsKnown => Problem is null || Version is not null;

    /// <summary>The rule of a drill that stands beside it; null for none.</summary>
    public DrillRule? Drill { get; init; }

    /// <summary>What lies in the place of the one in force, whatever it is; null where nothing does.</summary>
    internal IReadOnlyDictionary<string, AttributeValue>? Item { get; init; }
}
