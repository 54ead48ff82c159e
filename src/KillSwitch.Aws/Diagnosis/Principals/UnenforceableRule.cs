using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Policies;

namespace KillSwitch.Aws.Diagnosis.Principals;

/// <summary>A rule whose stop does not reach everybody whom it counts.</summary>
/// <param name="Rule">Its id.</param>
/// <param name="Reason">Why, as one clause.</param>
/// <param name="Remedy">What a person can do about it; null for nothing.</param>
/// <param name="Principals">Whom it does not reach, in the order of their names.</param>
public sealed record UnenforceableRule(string Rule, string Reason, string? Remedy, IReadOnlyList<string> Principals)
{
    /// <summary>In the order of the rules; null where AWS does not let it be seen.</summary>
    public static Task<IReadOnlyList<UnenforceableRule>?> TryFindAsync(
        DoctorContext account, Policy policy, CancellationToken cancellation) =>
        LookRefusal.TryAsync(async () => Of(
            policy, (await OutOfReach.FindAsync(account, policy, cancellation)).Unstoppable, account.Place.Account));

    /// <param name="policy">Whose rules.</param>
    /// <param name="unstoppable">Who of the account is out of reach.</param>
    /// <param name="account">The account.</param>
    internal static IReadOnlyList<UnenforceableRule> Of(Policy policy, IReadOnlyList<Unstoppable> unstoppable, string account) =>
    [
        .. policy.Rules.Where(rule => rule.Stop != StopScope.None).SelectMany(rule => unstoppable
            .Where(one => Holds(rule, one.Reach) && (one.Reach != Reach.Root || NamesRoot(rule))
                && PrincipalCaps.MayConcern(rule, one.Principal, account))
            .GroupBy(one => (one.Reason, one.Remedy))
            .Select(same => new UnenforceableRule(
                rule.Id, same.Key.Reason, same.Key.Remedy, [.. same.Select(one => one.Principal).Order(StringComparer.Ordinal)]))),
    ];

    // Some are out of the reach of a session's or a model's stop alone.
    private static bool Holds(Rule rule, Reach reach) => reach switch
    {
        Reach.NoRoomForPart or Reach.PassesStopTags => rule.Stop is StopScope.Session or StopScope.Model,
        _ => true,
    };

    // Root is in every account, and a rule for everybody is not about it.
    private static bool NamesRoot(Rule rule) => rule.Match.Any(match => match.Field.Kind == DimensionKind.Principal
        && match.AnyOf.Any(glob => glob.LiteralPrefix.StartsWith("root", StringComparison.Ordinal)
            || glob.LiteralPrefix.EndsWith(":root", StringComparison.Ordinal)));
}
