using System.Globalization;
using KillSwitch.Cli.Charts;
using KillSwitch.Cli.Layout;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Notifications;

namespace KillSwitch.Cli.Caching;

/// <summary>A row a session: how much came from the cache, by the hour, and what was lost.</summary>
internal static class CachingTable
{
    private const int LongestLine = 48;
    private const int BriefLine = 8;

    public static TextTable Of(CachingReport report, int top, Glyphs glyphs)
    {
        var table = new TextTable(
        [
            new Column("session"),
            new Column("calls", Side.Right, 2),
            new Column("input", Side.Right, 3),
            new Column("cached", Side.Right),
            new Column("by hour", Rank: 1) { IsPicture = true },
            new Column("lost", Side.Right),
            new Column("why"),
        ]);
        var severalAccounts = report.Sessions.Select(one => one.Session.Account).Distinct(StringComparer.Ordinal).Skip(1).Any();
        foreach (var (session, diagnosis) in report.Sessions.Take(top))
        {
            var name = PlainText.Of(severalAccounts ? $"{session.Account} {session.Name}" : session.Name);
            var tokens = session.Tokens;
            var hours = HoursOfCalls.Of(session).Select(hour => (hour.Tokens.CacheReadInputTokens, hour.Tokens.TotalInputTokens)).ToList();
            table.Add(
                name,
                Cell.Number(session.CallCount),
                Cell.Number(tokens.TotalInputTokens),
                Percent(tokens),
                new Cell(Line(LongestLine), Ink.Chart, Line(BriefLine)),
                new Cell(session.Lost.ToString(), session.Lost > Usd.Zero ? Ink.Bad : Ink.Plain),
                CacheFaultWord.Of(diagnosis.Fault));

            string Line(int columns) => RatioLine.Of(hours, columns, glyphs == Glyphs.Unicode);
        }

        return table;
    }

    private static string Percent(TokenUsage tokens) =>
        ((CachingReport.Share(tokens.CacheReadInputTokens, tokens.TotalInputTokens) ?? 0) * 100)
            .ToString("0.0", CultureInfo.InvariantCulture) + " %";
}
