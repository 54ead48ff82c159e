using KillSwitch.Core.Deployments;

namespace KillSwitch.Core.Tampering;

/// <summary>What belongs to the guard of one stack.</summary>
/// <param name="Stack">The stack's name; its functions, rules and alarms begin with it.</param>
/// <param name="Policies">The ARNs of the prepared denies; that of single principals first.</param>
/// <param name="Topics">The ARNs of its topics.</param>
/// <param name="Table">The name of its table.</param>
/// <param name="LogGroup">The log group that records come from.</param>
/// <param name="Filter">The name of its subscription.</param>
public sealed record GuardAssets(
    string Stack, IReadOnlyList<string> Policies, IReadOnlyList<string> Topics, string Table, string LogGroup, string Filter)
{
    /// <summary>What a deployment tells of it.</summary>
    /// <param name="place">Where it lives.</param>
    /// <param name="logGroup">The log group that records come from; empty where it is not known.</param>
    /// <param name="filter">The name of the subscription of that group.</param>
    public static GuardAssets Of(Deployment place, string logGroup, string filter) =>
        new(place.Stack, place.PreparedPolicies, [place.Topic], place.Table, logGroup, filter)
        {
            LeasePolicy = place.Lease?.PolicyArn,
        };

    /// <summary>The ARN of the deny of single principals.</summary>
    public string? PrincipalPolicy => Policies.Count > 0 ? Policies[0] : null;

    /// <summary>The ARN of the deny of a lapsed lease; null where nobody is leased.</summary>
    public string? LeasePolicy { get; init; }
}
