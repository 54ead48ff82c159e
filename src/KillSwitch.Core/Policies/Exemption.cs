using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Policies;

/// <summary>By which pattern a policy exempts somebody.</summary>
public static class Exemption
{
    /// <summary>The first that does, one without a wildcard before the others; null for who is not exempt.</summary>
    public static Glob? Of(Policy policy, Principal principal) =>
        policy.Exempt.OrderBy(glob => glob.HasWildcard)
            .FirstOrDefault(glob => PrincipalPattern.Of(glob).Matches(principal, PrincipalPaths.Unknown));

    /// <summary>Whether a name can be made to fit the pattern, whatever partition, account or session an ARN leaves open.</summary>
    public static bool CanBeMadeToFit(Glob glob) => new Glob(PrincipalPattern.Of(glob).Resource).HasWildcard;
}
