using System.Globalization;
using KillSwitch.Cli.Layout;
using KillSwitch.Core.Caching;
using KillSwitch.Core.Money;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Wording;
using Spectre.Console;

namespace KillSwitch.Cli.Caching;

/// <summary>The report as a person reads it: the sessions, and under them each fault once with what to look at.</summary>
internal static class CachingText
{
    private const int MostEvidence = 5;
    private const int Widest = 110;
    private const string Indent = "  ";

    public static void Write(IAnsiConsole console, CachingReport report, int top)
    {
        if (report.From is not { } from || report.To is not { } to || report.CacheHitRatio is not { } ratio)
        {
            console.WriteText("Nothing with input tokens was called.");
            return;
        }

        var reachable = report.Target is { } target
            ? $"a working cache is taken to serve {Percent(target)}"
            : $"{Percent(report.ReachableRatio ?? 0)} could have";
        console.WritePieces(
            new(report.Lost.ToString(), Ink.Bad), new($" of {report.Cost} for input was lost to broken caching"));
        console.WriteText($"{Percent(ratio)} of the input came from the cache, {reachable}", Ink.Faint);
        var time = $"{TimeText.Minute(from)} to {TimeText.Minute(to)} UTC";
        console.WriteText(
            $"{Counted.Of(report.Calls, "call")} in {Counted.Of(report.Sessions.Count, "session")}, {time}", Ink.Faint);
        console.WriteLine();
        console.WriteTable(CachingTable.Of(report, top, LineWriter.GlyphsOf(console)));
        if (report.Sessions.Count > top)
            console.WriteText($"and {report.Sessions.Count - top} more; `--top` shows them");
        Faults(console, report);
    }

    // A fault is explained once, however many sessions have it.
    private static void Faults(IAnsiConsole console, CachingReport report)
    {
        foreach (var fault in report.Sessions.GroupBy(one => one.Diagnosis.Fault).OrderByDescending(Lost).ThenBy(same => same.Key))
        {
            var advice = CacheAdvice.For(fault.Key);
            if (advice.LookAt.Length == 0)
                continue;
            console.WriteLine();
            var sessions = fault.Count() == 1
                ? PlainText.Of(fault.First().Session.Name)
                : string.Create(CultureInfo.InvariantCulture, $"{fault.Count():#,##0} sessions");
            console.WritePieces(new(CacheFaultWord.Of(fault.Key), Ink.Strong), new($", {Lost(fault)} in {sessions}"));
            Paragraph(console, advice.Seen);
            foreach (var evidence in fault.Select(Evidence).OfType<string>().Take(MostEvidence))
                Paragraph(console, evidence);
            Paragraph(console, "Look at: " + advice.LookAt);
        }
    }

    private static void Paragraph(IAnsiConsole console, string text) =>
        console.WriteLines(Line.Wrap(text, Math.Min(console.Profile.Width, Widest), first: Indent));

    private static string? Evidence((SessionCaching Session, CacheDiagnosis Diagnosis) one) => one switch
    {
        { Diagnosis.Since: { } since } => $"{PlainText.Of(one.Session.Name)}: nothing since {TimeText.Minute(since)} UTC",
        { Diagnosis.Fault: CacheFault.NeverRead, Session.InferenceRegions: > 1 and var regions } =>
            string.Create(CultureInfo.InvariantCulture, $"{PlainText.Of(one.Session.Name)}: served in {regions} regions"),
        _ => null,
    };

    private static Usd Lost(IEnumerable<(SessionCaching Session, CacheDiagnosis Diagnosis)> sessions) =>
        sessions.Aggregate(Usd.Zero, (sum, one) => sum + one.Session.Lost);

    private static string Percent(decimal share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
