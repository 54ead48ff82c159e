namespace KillSwitch.Core.Denies;

/// <summary>One statement with the effect <c>Deny</c>.</summary>
/// <param name="Sid">Letters and digits: what the statement says, for a person who reads the policy.</param>
internal sealed record DenyStatement(
    string Sid, IReadOnlyList<string> Actions, IReadOnlyList<string> Resources, DenyCondition? Condition = null)
{
    internal static readonly string[] EveryResource = ["*"];

    /// <summary>Must hold beside the condition; each of another operator.</summary>
    public IReadOnlyList<DenyCondition> Also { get; init; } = [];

    /// <summary>Denies every action but <see cref="Actions"/>.</summary>
    public bool IsAllBut { get; init; }
}

/// <param name="Operator">As IAM spells it: <c>ForAnyValue:StringLike</c>.</param>
internal sealed record DenyCondition(string Operator, string Key, IReadOnlyList<string> Values);
