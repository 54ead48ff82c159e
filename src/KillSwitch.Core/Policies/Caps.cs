using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Policies;

/// <summary>Who is under a cap of its own.</summary>
public static class Caps
{
    /// <summary>Whether some rule of the policy cuts this principal or a session of its by a limit; what a rule asks besides of session, model, region or tag may yet come true.</summary>
    public static bool IsUnder(Policy policy, Principal principal) =>
        policy.Rules.Any(rule => rule.Stop is StopScope.Principal or StopScope.Session && rule.Match.All(match => MayMatch(match, principal)));

    private static bool MayMatch(FieldMatch match, Principal principal) => match.Field.Kind switch
    {
        DimensionKind.Principal => match.AnyOf.Any(glob => glob.Matches(principal.Name) || glob.Matches(principal.Arn)),
        DimensionKind.Account => principal.Arn.Split(':') is [_, _, _, _, var account, ..] && match.AnyOf.Any(glob => glob.Matches(account)),
        _ => true,
    };
}
