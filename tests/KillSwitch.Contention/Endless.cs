using System.Text.RegularExpressions;

namespace KillSwitch.Contention;

/// <summary>A policy that stops nobody: the same rules, with limits that nobody reaches.</summary>
public static partial class Endless
{
    [GeneratedRegex("(usd|calls|uncachedInputTokens): ([0-9_]+)")]
    private static partial Regex LimitsOf();

    public static string Limits(string policy) => LimitsOf().Replace(policy, limit => $"{limit.Groups[1]}: {limit.Groups[2]}0_000_000");
}
