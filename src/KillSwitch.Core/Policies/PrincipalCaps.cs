using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Policies;

/// <summary>Who is under a cap of its own.</summary>
public static class PrincipalCaps
{
    /// <summary>
    /// The rules that cut this principal, or a session of its, by a limit; what a rule asks besides of session, model, region or tag may
    /// yet come true, but for the principal's own tags and path, where they are known.
    /// </summary>
    public static IEnumerable<Rule> On(Policy policy, Principal principal) =>
        policy.Rules.Where(
            rule => rule.Stop is StopScope.Principal or StopScope.Session or StopScope.Principals && MayConcern(
                rule, principal.Arn.Split(':') is [_, _, _, _, var account, ..] ? account : null,
                patterns => patterns.MatchesPrincipal(principal, PrincipalPaths.Unknown), principal));

    /// <summary>Whether there is one.</summary>
    public static bool IsUnder(Policy policy, Principal principal) => On(policy, principal).Any();

    /// <summary>Whether calls of a principal may count by a rule; what it asks of anything else may yet come true.</summary>
    /// <param name="rule">Any.</param>
    /// <param name="principal">Its name, as a counter has it.</param>
    /// <param name="account">Its account.</param>
    public static bool MayConcern(Rule rule, string principal, string account) =>
        MayConcern(rule, account, patterns => patterns.MatchesValue(principal, account, PrincipalPaths.Unknown));

    private static bool MayConcern(Rule rule, string? account, Func<FieldPatterns, bool> names, Principal? known = null)
    {
        return rule.Match.All(MayMatch) && !(rule is CountedRule counted && IsWithoutLimit(counted.Exceptions));

        bool MayMatch(FieldMatch match) => match.Field.Kind switch
        {
            DimensionKind.Principal => names(new FieldPatterns(match)),
            DimensionKind.Account => account is not null && match.AnyOf.Any(glob => glob.Matches(account)),
            DimensionKind.Path => known?.Path is not { } path || match.AnyOf.Any(glob => glob.Matches(path)),
            DimensionKind.PrincipalTag =>
                known?.Tags is not { } tags || match.AnyOf.Any(glob => glob.Matches(tags.Of(match.Field.TagKey!))),
            _ => true,
        };

        // Whatever its sessions, models and regions are, the first exception that can match takes it out.
        bool IsWithoutLimit(IReadOnlyList<LimitOverride> exceptions) =>
            exceptions.FirstOrDefault(exception => exception.Match.All(MayMatch)) is { Limit: null } first
            && first.Match.All(match => match.Field.Kind is DimensionKind.Principal or DimensionKind.Account);
    }
}
