using System.Text.RegularExpressions;
using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Drills;

/// <summary>What a drill calls the things that it makes, so that the next one knows them again.</summary>
public static partial class DrillNames
{
    /// <summary>The tag of its roles; the value is the drill's id.</summary>
    public const string Tag = "killswitch-drill";

    private const string Prefix = "killswitch-drill-";
    private const string RulePrefix = "drill-";

    /// <summary>The IAM path of the roles of a guard's drills.</summary>
    public static string Path(string stack) => $"/killswitch-drill/{stack}/";

    /// <summary>Of the role that is stopped.</summary>
    public static string Runaway(string drill) => $"{Prefix}{drill}-runaway";

    /// <summary>Of the role that never is.</summary>
    public static string Innocent(string drill) => $"{Prefix}{drill}-innocent";

    /// <summary>Of the rule that stops it.</summary>
    public static string Rule(string drill) => RulePrefix + drill;

    /// <summary>Whether a text is what a drill is called: eight letters or digits.</summary>
    public static bool IsId(string text) => Id().IsMatch(text);

    /// <summary>
    /// Whether a stop is one of a drill's own role under a drill's own rule. INVARIANT (a drill stays small): it enforces whatever the
    /// policy's mode is, counts toward no bound, and never gives way to a wider one.
    /// </summary>
    public static bool IsStop(Stop stop) => stop.Trip?.Rule is { } rule && rule.StartsWith(RulePrefix, StringComparison.Ordinal)
        && IsId(rule[RulePrefix.Length..])
        && stop.Target is StopTarget.Principal target && target.PrincipalName == "role/" + Runaway(rule[RulePrefix.Length..]);

    [GeneratedRegex("^[a-z0-9]{8}$")]
    private static partial Regex Id();
}
