using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Scopes;

/// <summary>
/// What is counted by the hour whatever the rules say, so that usage can be looked at and a new rule finds a past:
/// the account (which is counted by the minute as well, and comes first), its principals, their sessions, its models in each region, and
/// every tag that some rule tells apart.
/// </summary>
public static class UsageView
{
    public static IReadOnlyList<IReadOnlyList<Dimension>> Of(Policy policy) =>
    [
        [Dimension.Account],
        [Dimension.Account, Dimension.Principal],
        [Dimension.Account, Dimension.Principal, Dimension.Session],
        [Dimension.Account, Dimension.Region, Dimension.Model],
        .. policy.Rules.OfType<CountedRule>().SelectMany(rule => rule.Per).Where(dimension => dimension.Kind == DimensionKind.Tag)
            .Distinct().Select(tag => (IReadOnlyList<Dimension>)[Dimension.Account, tag]),
    ];
}
