namespace KillSwitch.Core.Policies;

/// <summary>Another limit for some of a rule's counters.</summary>
/// <param name="Match">All must match the counter's own values; not empty.</param>
/// <param name="Limit">In the rule's unit; null for none: such a counter is not under the rule.</param>
public sealed record LimitOverride(IReadOnlyList<FieldMatch> Match, Limit? Limit)
{
    /// <summary>Lists are the same by what is in them.</summary>
    public bool IsSame(LimitOverride other) => Limit == other.Limit && FieldMatch.AreSame(Match, other.Match);
}
