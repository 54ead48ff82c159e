namespace KillSwitch.Core.Policies;

/// <summary>Who hears of some stops, beside the guard's own topic.</summary>
/// <param name="Match">All must match the counter's own values, or whom the stop cuts; not empty.</param>
/// <param name="Topic">That they listen to.</param>
public sealed record Owner(IReadOnlyList<FieldMatch> Match, TopicArn Topic)
{
    /// <summary>Lists are the same by what is in them.</summary>
    public bool IsSame(Owner other) => Topic == other.Topic && FieldMatch.AreSame(Match, other.Match);
}
