using System.Text;

namespace KillSwitch.Cli.Layout;

/// <summary>The characters that charts and tables are drawn with.</summary>
/// <param name="Ellipsis">Stands for what was cut off.</param>
/// <param name="Steps">From nothing to all, of a sparkline.</param>
/// <param name="Full">A cell of a bar.</param>
/// <param name="Parts">What ends a bar in the middle of a cell, from the smallest; empty where cells are whole.</param>
/// <param name="Rule">Under a table's head.</param>
/// <param name="Pointer">Before the row that is selected.</param>
internal sealed record Glyphs(string Ellipsis, string Steps, char Full, string Parts, char Rule, char Pointer)
{
    public static Glyphs Unicode { get; } = new("…", " ▁▂▃▄▅▆▇█", '█', "▏▎▍▌▋▊▉", '─', '▸');

    public static Glyphs Ascii { get; } = new("...", " .:-=+*#@", '#', "", '-', '>');

    public static Glyphs Of(bool unicode) => unicode ? Unicode : Ascii;

    /// <summary>A bar of up to <paramref name="width"/> cells; something that is more than nothing shows.</summary>
    public string Bar(decimal share, int width)
    {
        var perCell = Parts.Length + 1;
        var parts = (int)Math.Round(Math.Clamp(share, 0, 1) * width * perCell, MidpointRounding.AwayFromZero);
        if (share > 0 && parts == 0)
            parts = 1;
        var bar = new string(Full, parts / perCell);
        return parts % perCell == 0 ? bar : bar + Parts[(parts % perCell) - 1];
    }

    /// <summary>
    /// One character a value, the largest being full; a value above nothing shows. More values than <paramref name="width"/> are drawn
    /// together.
    /// </summary>
    public string Sparkline(IReadOnlyList<decimal> values, int width)
    {
        var columns = Math.Min(width, values.Count);
        var sums = Enumerable.Range(0, columns)
            .Select(column => (First: column * values.Count / columns, End: (column + 1) * values.Count / columns))
            .Select(part => values.Skip(part.First).Take(part.End - part.First).Sum() / (part.End - part.First)).ToList();
        var most = sums.Count == 0 ? 0 : sums.Max();
        var line = new StringBuilder(columns);
        foreach (var sum in sums)
        {
            line.Append(
                Steps[most <= 0 || sum <= 0 ? 0 : (int)Math.Clamp(Math.Ceiling(sum / most * (Steps.Length - 1)), 1, Steps.Length - 1)]);
        }

        return line.ToString();
    }
}
