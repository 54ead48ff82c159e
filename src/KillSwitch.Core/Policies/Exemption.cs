using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Policies;

/// <summary>By which pattern a policy exempts somebody.</summary>
public static class Exemption
{
    /// <summary>The first that does, one without a wildcard before the others; null for who is not exempt.</summary>
    public static Glob? Of(Policy policy, Principal principal) =>
        policy.Exempt.OrderBy(glob => glob.HasWildcard).FirstOrDefault(glob => Matches(glob, principal));

    /// <summary>Whether a name can be made to fit the pattern, whatever partition or account an ARN leaves open.</summary>
    public static bool CanBeMadeToFit(Glob glob) => new Glob(glob.Pattern.Split(':', 6) is ["arn", .., var resource] ? resource : glob.Pattern).HasWildcard;

    // IAM's listing says a role with its path; the log shows it without, and a policy is written by what the log shows.
    private static bool Matches(Glob glob, Principal principal) =>
        glob.Matches(principal.Name) || glob.Matches(principal.Arn)
        || (principal.Arn.LastIndexOf(':') is > 0 and var last && glob.Matches(principal.Arn[..(last + 1)] + principal.Name));
}
