using KillSwitch.Cli.Layout;
using KillSwitch.Core.Money;

namespace KillSwitch.Cli.Watching;

/// <summary>What the account spends: now, today, how fast, and by the hour.</summary>
internal sealed class SpendingText(Snapshot snapshot, int width, Glyphs glyphs)
{
    public IEnumerable<Line> Lines()
    {
        var spending = snapshot.Spending;
        List<Piece> sums =
        [
            new("this hour "), new(new Usd(spending.Hour).ToString(), Ink.Strong),
            new("   today "), new(new Usd(spending.Day).ToString(), Ink.Strong),
            new("   burning "), new($"{new Usd(spending.Burn.PerHour)}/h", Ink.Strong),
                new($" over {Brief.Span(TimeSpan.FromMinutes(Math.Round(spending.Burn.Over.TotalMinutes)))}", Ink.Faint),
        ];
        Piece[] hours =
        [
            new(glyphs.Sparkline(spending.LastHours, spending.LastHours.Count), Ink.Chart),
            new($" {spending.LastHours.Count} h, {new Usd(spending.LastHours.DefaultIfEmpty().Max())} at most", Ink.Faint),
        ];
        // What it was measured over is the first to go.
        if (new Line(sums).Width > width)
            sums.RemoveAt(sums.Count - 1);
        var together = new Line([.. sums, new Piece("   "), .. hours]);
        return together.Width <= width ? [together] : [new Line(sums), new Line(hours)];
    }
}
