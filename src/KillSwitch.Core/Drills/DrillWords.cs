using System.Globalization;

namespace KillSwitch.Core.Drills;

/// <summary>What a drill found, in sentences without a full stop.</summary>
public static class DrillWords
{
    /// <summary>What the audit trail's lines of drills are about.</summary>
    public const string Subject = "drill";

    /// <summary>The whole of it, as the audit trail keeps it.</summary>
    public static string Summary(DrillFindings drill) => string.Create(
        CultureInfo.InvariantCulture,
        $"drill {drill.Id} in {drill.Region} by {drill.By}: {Counts(drill)}, {DenyIn(drill)}, ${drill.SpentUsd:0.00####} spent on "
            + $"{drill.Model}");

    /// <summary>The whole of it, then a line for each assumption with what was seen of it.</summary>
    public static IEnumerable<string> Audit(DrillFindings drill) =>
        drill.Checks.Select(check =>
            $"drill {drill.Id} in {drill.Region}: {check.Id} {Of(check.Verdict)}: {check.Saw} (assumed: {check.Assumption})")
            .Prepend(Summary(drill));

    /// <summary>How many assumptions were seen, refuted and not seen.</summary>
    public static string Counts(DrillFindings drill) => string.Join(", ", ((DrillVerdict[])
        [DrillVerdict.Seen, DrillVerdict.Refuted, DrillVerdict.NotSeen])
        .Select(verdict => string.Create(
            CultureInfo.InvariantCulture, $"{drill.Checks.Count(check => check.Verdict == verdict)} {Of(verdict)}")));

    /// <summary><c>deny in 4.1 s</c>: from the meter's count to the first call that was refused.</summary>
    public static string DenyIn(DrillFindings drill) => drill.Delays.Deny is { } deny
        ? string.Create(CultureInfo.InvariantCulture, $"deny in {deny.TotalSeconds:0.0} s")
        : "no deny measured";

    public static string Of(DrillVerdict verdict) => verdict switch
    {
        DrillVerdict.Seen => "seen",
        DrillVerdict.Refuted => "refuted",
        _ => "not seen",
    };
}
