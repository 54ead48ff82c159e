using System.Buffers;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Policies;

/// <summary>Whether a pattern can match any principal, by its form alone.</summary>
public static class PrincipalForm
{
    private const string WhatItIs = "a principal is `role/NAME`, `user/NAME`, `root` or a full ARN";

    private static readonly SearchValues<char> Letters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+=,.@_-/:*?");
    private static readonly string[] Starts = ["role/", "user/", "assumed-role/", "arn:"];
    private static readonly string[] Resources = ["role/", "user/", "assumed-role/", "federated-user/"];

    /// <summary>Why it matches nobody, as the end of a sentence; null where it may match somebody.</summary>
    public static string? Problem(Glob pattern)
    {
        var text = pattern.Pattern;
        if (new Glob(text).Matches(Missing.Value))
            return null;
        if (text.AsSpan().IndexOfAnyExcept(Letters) >= 0)
            return "matches no principal: it holds a character that no name of IAM has";
        if (text.EndsWith('/'))
            return "matches no principal: a name is missing at its end";
        if (text.Split(':', 6) is ["arn", var partition, var service, var region, var account, var resource])
            return ProblemOfArn(partition, service, region, account, resource);
        if (text.StartsWith("arn:", StringComparison.Ordinal) && !pattern.HasWildcard)
            return "matches no principal: it is no whole ARN; an IAM ARN is `arn:aws:iam::ACCOUNT:role/NAME`";
        if (MayBegin(Starts, pattern) || pattern.Matches("root"))
            return null;
        return text.AsSpan().ContainsAny('/', ':')
            ? "matches no principal; " + WhatItIs
            : $"matches no principal; {WhatItIs}: did you mean `role/{text}`?";
    }

    /// <summary>What a pattern means beyond what it says, as the end of a sentence; null for most.</summary>
    public static string? Hint(Glob pattern) =>
        pattern.Pattern[(pattern.Pattern.LastIndexOf(':') + 1)..].Split('/', 3) is ["assumed-role", var role, var session]
            && session.Trim('*').Length > 0
            ? $"is a session, and as a principal it is its role, with every session of it; what narrows a rule to it is `{{ principal: "
                + $"role/{role}, session: {session} }}`"
            : null;

    private static string? ProblemOfArn(string partition, string service, string region, string account, string resource)
    {
        if (!new Glob(partition).HasWildcard && partition != "aws" && !partition.StartsWith("aws-", StringComparison.Ordinal))
            return $"matches no principal: `{partition}` is no partition of AWS";
        if (!new Glob(service).Matches("iam") && !new Glob(service).Matches("sts"))
            return "matches no principal: it is no ARN of IAM or STS";
        if (region.Trim('*').Length > 0)
            return "matches no principal: an ARN of IAM names no region";
        if (!new Glob(account).HasWildcard && !(account.Length == 12 && account.All(char.IsAsciiDigit)))
            return $"matches no principal: `{account}` is no account, which has twelve digits";
        if (!MayBegin(Resources, new Glob(resource)) && !new Glob(resource).Matches("root"))
        {
            return "matches no principal: the last part of its ARN is `role/NAME`, `user/NAME`, `root`, `assumed-role/NAME/SESSION` or "
                + "`federated-user/NAME`";
        }

        return service switch
        {
            "sts" when resource.StartsWith("role/", StringComparison.Ordinal) || resource.StartsWith("user/", StringComparison.Ordinal)
                || resource == "root" => "matches no principal: a role or a user is IAM's, `arn:aws:iam::ACCOUNT:role/NAME`",
            "iam" when resource.StartsWith("federated-user/", StringComparison.Ordinal) =>
                "matches no principal: a federated user is STS's, `arn:aws:sts::ACCOUNT:federated-user/NAME`",
            _ => null,
        };
    }

    /// <summary>
    /// What stands before the first wildcard must be able to begin one of these, and what is written in full must be one.
    /// </summary>
    internal static bool MayBegin(IEnumerable<string> starts, Glob pattern)
    {
        var literal = pattern.LiteralPrefix;
        return starts.Any(start => literal.StartsWith(start, StringComparison.Ordinal)
            || (pattern.HasWildcard && start.StartsWith(literal, StringComparison.Ordinal)));
    }
}
