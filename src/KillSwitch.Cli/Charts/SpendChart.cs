using KillSwitch.Engine.Replay;
using KillSwitch.Engine.Report;
using Spectre.Console;

namespace KillSwitch.Cli.Charts;

/// <summary>
/// Spend over time in the terminal: what it would have been as an area, what the guard left of it as a line, the cache's share beneath.
/// </summary>
internal static class SpendChart
{
    private const int Rows = 12;
    private const int Margin = 8;
    private const int Widest = 120;
    private const string Eighths = " ▁▂▃▄▅▆▇█";

    public static void Write(ReplayResult result, IAnsiConsole console)
    {
        var steps = result.Timeline;
        var width = Math.Min(Widest, console.Profile.Width - Margin - 1);
        if (steps.Count < 2 || result.WithoutGuard.Amount == 0 || width < 20)
            return;
        var unicode = console.Profile.Capabilities.Unicode;
        var columns = Enumerable.Range(0, width).Select(column => Column(steps, column, width)).ToArray();
        var ticks = Axis.Money(result.WithoutGuard.Amount, 4);
        var top = ticks[^1];
        var stopAt = StopColumn(result, width);

        var legend = new Markup(
            $"[red]{(unicode ? '█' : '#')}[/] without the guard   [green bold]{(unicode ? '━' : '=')}[/] with "
            + $"it{(stopAt is null ? "" : $"   [bold]{(unicode ? '┊' : '|')}[/] first stop")}");
        console.Write(new Padder(legend).Padding(Margin, 0, 0, 0));
        for (var row = Rows - 1; row >= 0; row--)
        {
            console.Write(new Markup(
                Label(ticks, top, row)
                + string.Concat(Enumerable.Range(0, width).Select(column => Cell(columns[column], top, row, column == stopAt, unicode)))
                + "\n"));
        }

        console.Write(new Markup($"[dim]{new string(' ', Margin)}{Days(result, width)}[/]\n"));
        Ratio(console, columns, unicode);
    }

    private static (decimal Without, decimal With, decimal? Ratio) Column(IReadOnlyList<TimelineStep> steps, int column, int width)
    {
        var first = column * steps.Count / width;
        var last = Math.Max(first + 1, (column + 1) * steps.Count / width);
        var (input, read) = (0L, 0L);
        for (var i = first; i < last; i++)
        {
            input += steps[i].InputTokens;
            read += steps[i].CacheReadInputTokens;
        }

        return (steps[last - 1].WithoutGuard.Amount, steps[last - 1].WithGuard.Amount, input == 0 ? null : (decimal)read / input);
    }

    private static string Cell((decimal Without, decimal With, decimal? Ratio) column, decimal top, int row, bool isStop, bool unicode)
    {
        // The guard's line lies on its row; where both are the same there is nothing to tell apart.
        if (Row(column.With, top) == row && column.With < column.Without)
            return $"[green bold]{(unicode ? '━' : '=')}[/]";
        var eighths = (int)Math.Clamp((column.Without / top * Rows * 8) - (row * 8), 0, 8);
        if (eighths > 0)
            return $"[red]{(unicode ? Eighths[eighths] : eighths >= 4 ? '#' : '.')}[/]";
        return isStop ? $"[bold]{(unicode ? '┊' : '|')}[/]" : " ";
    }

    private static int Row(decimal value, decimal top) => (int)Math.Min(Rows - 1, value / top * Rows);

    private static string Label(IReadOnlyList<decimal> ticks, decimal top, int row)
    {
        // A row is named after the mark at its upper edge.
        foreach (var tick in ticks.Where(tick => tick > 0))
        {
            if ((int)Math.Round(tick / top * Rows) - 1 == row)
                return $"[dim]{Axis.MoneyLabel(tick),Margin - 1}[/] ";
        }

        return row == 0 ? $"[dim]{"$0",Margin - 1}[/] " : new string(' ', Margin);
    }

    private static int? StopColumn(ReplayResult result, int width)
    {
        if (result.FirstCut is not { } first || result.From is not { } from || result.To is not { } to)
            return null;
        var share = (first.At - from).TotalSeconds / Math.Max(1, (to - from).TotalSeconds);
        return (int)Math.Clamp(share * width, 0, width - 1);
    }

    private static string Days(ReplayResult result, int width)
    {
        var line = new char[width];
        Array.Fill(line, ' ');
        var (from, to) = (result.From!.Value, result.To!.Value);
        var free = 0;
        foreach (var (at, label) in Axis.Time(from, to, Math.Max(2, width / 12)))
        {
            var column = (int)((at - from).TotalSeconds / Math.Max(1, (to - from).TotalSeconds) * (width - 1));
            if (column < free || column + label.Length > width)
                continue;
            label.CopyTo(0, line, column, label.Length);
            free = column + label.Length + 2;
        }

        return new string(line).TrimEnd();
    }

    private static void Ratio(IAnsiConsole console, (decimal Without, decimal With, decimal? Ratio)[] columns, bool unicode)
    {
        var strip = string.Concat(columns.Select(column => column.Ratio switch
        {
            null => ' ',
            { } ratio when unicode => Eighths[(int)Math.Clamp(Math.Ceiling(ratio * 8), 1, 8)],
            { } ratio => (char)('0' + (int)Math.Min(9, ratio * 10)),
        }));
        console.Write(new Markup($"[dim]{"cache",Margin - 1}[/] [blue]{strip.TrimEnd()}[/]\n"));
        var explained = unicode
            ? "share of input tokens from the cache, from none to all"
            : "share of input tokens from the cache, in tenths";
        console.Write(new Markup($"[dim]{new string(' ', Margin)}{explained}[/]\n"));
    }
}
