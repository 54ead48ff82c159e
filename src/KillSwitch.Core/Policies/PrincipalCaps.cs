using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Policies;

/// <summary>Who is under a cap of its own.</summary>
public static class PrincipalCaps
{
    /// <summary>
    /// The rules that cut this principal, or a session of its, by a limit; what a rule asks besides of session, model, region or tag may
    /// yet come true.
    /// </summary>
    public static IEnumerable<Rule> On(Policy policy, Principal principal) =>
        policy.Rules.Where(
            rule => rule.Stop is StopScope.Principal or StopScope.Session && rule.Match.All(match => MayMatch(match, principal)));

    /// <summary>Whether there is one.</summary>
    public static bool IsUnder(Policy policy, Principal principal) => On(policy, principal).Any();

    private static bool MayMatch(FieldMatch match, Principal principal) => match.Field.Kind switch
    {
        DimensionKind.Principal => new FieldPatterns(match).MatchesPrincipal(principal, PrincipalPaths.Unknown),
        DimensionKind.Account =>
            principal.Arn.Split(':') is [_, _, _, _, var account, ..] && match.AnyOf.Any(glob => glob.Matches(account)),
        _ => true,
    };
}
