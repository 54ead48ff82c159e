using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Denies;

/// <summary>
/// Whom a service control policy leaves out, held against whom a policy exempts. A no may be too careful; a yes is certain.
/// </summary>
public static class ExemptionCoverage
{
    /// <summary>
    /// What a service control policy has to leave out for one exemption, as the last part of ARNs: <c>role/NAME</c> stands for that role on
    /// any path, as the log shows no path. Null for one that cannot be compared: neither <c>role/…</c>, <c>user/…</c>, <c>root</c> nor a
    /// whole ARN of one.
    /// </summary>
    public static IReadOnlyList<string>? Resources(string exempt)
    {
        var resource = PrincipalPattern.Of(new Glob(exempt)).Resource;
        return resource switch
        {
            "root" => ["root"],
            _ when resource.StartsWith("role/", StringComparison.Ordinal) => ["role/" + resource[5..], "role/*/" + resource[5..]],
            _ when resource.StartsWith("user/", StringComparison.Ordinal) => ["user/" + resource[5..], "user/*/" + resource[5..]],
            _ => null,
        };
    }

    /// <summary>The ARN patterns of one exemption.</summary>
    /// <exception cref="ArgumentException">It cannot be compared.</exception>
    public static IEnumerable<string> Arns(string exempt) =>
        (Resources(exempt)
            ?? throw new ArgumentException(
            $"`{exempt}` cannot be left out; allowed are `role/NAME`, `user/NAME` and `root`, with `*`", nameof(exempt)))
        .Select(resource => "arn:*:iam::*:" + resource);

    /// <summary>The same by one pattern, in half the room: <c>role*/NAME</c> is <c>role/NAME</c> on any path and on none.</summary>
    /// <exception cref="ArgumentException">It cannot be compared.</exception>
    public static string Arn(string exempt)
    {
        var arn = Arns(exempt).First();
        return arn.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? arn.Insert(slash, "*") : arn;
    }

    /// <param name="patterns">ARN patterns that are left out.</param>
    /// <param name="exempt">One exemption.</param>
    /// <param name="account">Whose principals.</param>
    public static bool Covers(IReadOnlyCollection<string> patterns, string exempt, string account) =>
        Resources(exempt) is { } resources
            && resources.All(resource => patterns.Any(pattern => CoversResource(pattern, resource, account)));

    // A `*` of the pattern takes in whatever stands in the exemption, its wildcards too; a `?` would not.
    private static bool CoversResource(string pattern, string resource, string account) =>
        pattern.Split(':', 6) is ["arn", "*" or "aws", "iam" or "*", "" or "*", var owner, var last] && (owner == "*" || owner == account)
        && (last == resource || (!last.Contains('?', StringComparison.Ordinal) && new Glob(last).Matches(resource)));
}
