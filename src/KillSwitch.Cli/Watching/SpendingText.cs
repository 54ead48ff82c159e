using KillSwitch.Cli.Layout;
using KillSwitch.Core.Money;

namespace KillSwitch.Cli.Watching;

/// <summary>What the account spends: now, today, how fast, and by the hour.</summary>
internal sealed class SpendingText(Snapshot snapshot, int width, Glyphs glyphs)
{
    public IEnumerable<Line> Lines()
    {
        var spending = snapshot.Spending;
        Line[] groups =
        [
            Line.Of(new Piece("this hour "), new Piece(new Usd(spending.Hour).ToString(), Ink.Strong)),
            Line.Of(new Piece("today "), new Piece(new Usd(spending.Day).ToString(), Ink.Strong)),
            spending.Burning.Line(),
            Line.Of(new Piece(glyphs.Sparkline(spending.LastHours, spending.LastHours.Count), Ink.Chart),
                new Piece($" {spending.LastHours.Count} h, {new Usd(spending.LastHours.DefaultIfEmpty().Max())} at most", Ink.Faint)),
        ];
        return Line.Flow(groups, "   ", width, "");
    }
}
