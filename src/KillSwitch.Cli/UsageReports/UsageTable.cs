using System.Globalization;
using KillSwitch.Cli.Layout;
using KillSwitch.Core.Notifications;

namespace KillSwitch.Cli.UsageReports;

/// <summary>Usage by name, a row each, with a bar and what became of it by the hour.</summary>
internal static class UsageTable
{
    private const int BarWidth = 20;
    private const int SparkWidth = 24;

    /// <param name="by">What the names are.</param>
    /// <param name="rows">Those to show.</param>
    /// <param name="glyphs">To draw with.</param>
    public static TextTable Of(string by, UsageReport report, IEnumerable<UsageRow> rows, Glyphs glyphs)
    {
        var hasPast = report.Hours.Count > 1;
        var most = report.Rows.Count == 0 ? 0 : report.Rows[0].Usage.Cost.Amount;
        var table = new TextTable(
        [
            new Column(by),
            new Column("", Rank: 5) { Bar = BarWidth },
            new Column("spend", Side.Right),
            new Column("calls", Side.Right, 2),
            new Column("input", Side.Right, 3),
            new Column("cached", Side.Right, 1),
            new Column("output", Side.Right, 4),
            .. hasPast ? [new Column("by the hour", Rank: 6) { IsPicture = true }] : (Column[])[],
        ]);
        foreach (var (name, _, usage, hourly) in rows)
        {
            table.Add(
            [
                PlainText.Of(name),
                Cell.Bar(most == 0 ? 0 : usage.Cost.Amount / most),
                usage.Cost.ToString(),
                Cell.Number(usage.Calls),
                Cell.Number(usage.Tokens.TotalInputTokens),
                usage.CacheHitRatio is { } ratio ? (ratio * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %" : "-",
                Cell.Number(usage.Tokens.OutputTokens),
                .. hasPast ? [new Cell(glyphs.Sparkline(hourly, SparkWidth), Ink.Chart)] : (Cell[])[],
            ]);
        }

        return table;
    }
}
