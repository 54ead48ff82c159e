using System.Globalization;
using KillSwitch.Cli.Charts;
using KillSwitch.Core.Caching;
using KillSwitch.Core.Money;
using KillSwitch.Core.Notifications;
using Spectre.Console;

namespace KillSwitch.Cli.Caching;

/// <summary>The report as a person reads it: the sessions, and under them each fault once with what to look at.</summary>
internal static class CachingText
{
    private const int LongestLine = 48;
    private const int ShortestLine = 8;
    private const int ShortestName = 12;
    private const int LongestTokens = 7;
    private const int LongestPercent = 7;
    private const int Gap = 2;
    private const int Columns = 7;
    private const int MostEvidence = 5;
    private const string Indent = "  ";
    private const int LongestWord = 11;

    public static void Write(IAnsiConsole console, CachingReport report, int top)
    {
        if (report.From is not { } from || report.To is not { } to || report.CacheHitRatio is not { } ratio)
        {
            console.WriteLine("Nothing with input tokens was called.");
            return;
        }

        var reachable = report.Target is { } target
            ? $"a working cache is taken to serve {Percent(target)}"
            : $"{Percent(report.ReachableRatio ?? 0)} could have";
        console.MarkupLineInterpolated($"[bold red]{report.Lost}[/] of {report.Cost} for input was lost to broken caching");
        console.MarkupLineInterpolated($"[grey]{Percent(ratio)} of the input came from the cache, {reachable}[/]");
        console.MarkupLineInterpolated($"[grey]{report.Calls:#,##0} calls in {report.Sessions.Count:#,##0} sessions, {TimeText.Minute(from)} to {TimeText.Minute(to)} UTC[/]");
        console.WriteLine();
        Sessions(console, report, top);
        Faults(console, report);
    }

    private static void Sessions(IAnsiConsole console, CachingReport report, int top)
    {
        var shown = report.Sessions.Take(top).ToList();
        var severalAccounts = report.Sessions.Select(one => one.Session.Account).Distinct(StringComparer.Ordinal).Skip(1).Any();
        var names = shown.ConvertAll(one => PlainText.Of(severalAccounts ? $"{one.Session.Account} {one.Session.Name}" : one.Session.Name));
        var hours = shown.ConvertAll(one => HoursOfCalls.Of(one.Session));
        // What the figures leave is shared by the names, as far as they need it, and the line over time.
        var figures = shown.Max(one => Number(one.Session.CallCount).Length + one.Session.Lost.ToString().Length) + LongestTokens + LongestPercent + LongestWord + (Gap * (Columns - 1));
        var free = Math.Max(ShortestLine + ShortestName, console.Profile.Width - figures);
        var line = Math.Clamp(Math.Min(free - names.Max(name => name.Length), hours.Max(hour => hour.Count)), ShortestLine, LongestLine);
        var table = new Table().Border(TableBorder.None).AddColumn(Column("session"));
        foreach (var figure in (string[])["calls", "input", "cached"])
            table.AddColumn(Column(figure).RightAligned());
        table.AddColumn(Column("by hour")).AddColumn(Column("lost").RightAligned()).AddColumn(Column("").PadRight(0));
        for (var i = 0; i < shown.Count; i++)
        {
            var (session, diagnosis) = shown[i];
            var tokens = session.Tokens;
            table.AddRow(
                new Text(Fitted(names[i], free - line, console)),
                new Text(Number(session.CallCount)),
                new Text(Brief(tokens.TotalInputTokens)),
                new Text(Percent(CachingReport.Share(tokens.CacheReadInputTokens, tokens.TotalInputTokens) ?? 0)),
                new Text(RatioLine.Of([.. hours[i].Select(hour => (hour.Tokens.CacheReadInputTokens, hour.Tokens.TotalInputTokens))], line, console.Profile.Capabilities.Unicode), new Style(Color.Blue)),
                new Text(session.Lost.ToString(), new Style(session.Lost > Usd.Zero ? Color.Red : null)),
                new Text(CacheFaultWord.Of(diagnosis.Fault)));
        }

        console.Write(table);
        if (report.Sessions.Count > top)
            console.WriteLine($"and {report.Sessions.Count - top} more; --top shows them");
    }

    private static TableColumn Column(string title) => new TableColumn($"[grey]{title}[/]").NoWrap().Padding(0, 0, Gap, 0);

    // A fault is explained once, however many sessions have it.
    private static void Faults(IAnsiConsole console, CachingReport report)
    {
        foreach (var fault in report.Sessions.GroupBy(one => one.Diagnosis.Fault).OrderByDescending(Lost).ThenBy(same => same.Key))
        {
            var advice = CacheAdvice.For(fault.Key);
            if (advice.LookAt.Length == 0)
                continue;
            console.WriteLine();
            var sessions = fault.Count() == 1 ? PlainText.Of(fault.First().Session.Name) : string.Create(CultureInfo.InvariantCulture, $"{fault.Count():#,##0} sessions");
            console.MarkupLineInterpolated($"[bold]{CacheFaultWord.Of(fault.Key)}[/], {Lost(fault)} in {sessions}");
            console.WriteParagraph(advice.Seen, Indent);
            foreach (var evidence in fault.Select(Evidence).OfType<string>().Take(MostEvidence))
                console.WriteParagraph(evidence, Indent);
            console.WriteParagraph("Look at: " + advice.LookAt, Indent);
        }
    }

    private static string? Evidence((SessionCaching Session, CacheDiagnosis Diagnosis) one) => one switch
    {
        { Diagnosis.Since: { } since } => $"{PlainText.Of(one.Session.Name)}: nothing since {TimeText.Minute(since)} UTC",
        { Diagnosis.Fault: CacheFault.NeverRead, Session.InferenceRegions: > 1 and var regions } => string.Create(CultureInfo.InvariantCulture, $"{PlainText.Of(one.Session.Name)}: served in {regions} regions"),
        _ => null,
    };

    private static Usd Lost(IEnumerable<(SessionCaching Session, CacheDiagnosis Diagnosis)> sessions) => sessions.Aggregate(Usd.Zero, (sum, one) => sum + one.Session.Lost);

    // What tells sessions apart stands at the end of their names, who they are at the beginning.
    private static string Fitted(string name, int width, IAnsiConsole console)
    {
        if (name.Length <= width)
            return name;
        var ellipsis = console.Profile.Capabilities.Unicode ? "…" : "~";
        var end = Math.Max(1, (width - 1) / 2);
        return name[..Math.Max(1, width - 1 - end)] + ellipsis + name[^end..];
    }

    private static string Percent(decimal share) => (share * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %";

    private static string Brief(long tokens) => tokens switch
    {
        >= 1_000_000_000 => (tokens / 1_000_000_000m).ToString("0.00", CultureInfo.InvariantCulture) + " G",
        >= 1_000_000 => (tokens / 1_000_000m).ToString("0.0", CultureInfo.InvariantCulture) + " M",
        >= 10_000 => (tokens / 1_000m).ToString("0.0", CultureInfo.InvariantCulture) + " k",
        _ => Number(tokens),
    };

    private static string Number(long count) => count.ToString("#,##0", CultureInfo.InvariantCulture);
}
