using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Scopes;

/// <summary>
/// What is counted by the hour whatever the rules say, so that usage can be looked at and a new rule finds a past:
/// the account (which is counted by the minute as well, and comes first), its principals, their sessions, its models in each region, and
/// every tag, profile, path and project that some rule tells apart.
/// </summary>
public static class UsageView
{
    /// <summary>Thirteen months: a month can be held against the same one of the year before.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromDays(400);

    /// <summary>Sessions are many: a month, whenever it is asked for within the next.</summary>
    private static readonly TimeSpan Short = TimeSpan.FromDays(35);

    /// <summary>How long the hours of a view are on record.</summary>
    public static TimeSpan Kept(IReadOnlyList<Dimension> view) => view.Contains(Dimension.Session) ? Short : Long;

    /// <summary>The same of one counter's hour.</summary>
    public static TimeSpan Kept(string scope) => ScopeText.Value(scope, Dimension.Session) is null ? Long : Short;

    public static IReadOnlyList<IReadOnlyList<Dimension>> Of(Policy policy) =>
    [
        [Dimension.Account],
        [Dimension.Account, Dimension.Principal],
        [Dimension.Account, Dimension.Principal, Dimension.Session],
        [Dimension.Account, Dimension.Region, Dimension.Model],
        .. policy.Rules.OfType<CountedRule>().SelectMany(rule => rule.Per).Where(IsOnRequest)
            .Distinct().Select(tag => (IReadOnlyList<Dimension>)[Dimension.Account, tag]),
    ];

    /// <summary>Whether it is counted by the hour only where some rule tells it apart.</summary>
    public static bool IsOnRequest(Dimension dimension) => dimension.Kind >= DimensionKind.Tag;
}
