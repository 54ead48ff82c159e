using System.Text;
using KillSwitch.Engine.Replay;

namespace KillSwitch.Engine.Report;

/// <summary>The share of input tokens that the cache served, over time; a gap where nothing was sent.</summary>
internal static class RatioFigure
{
    private const int Most = 180;

    public static void Write(StringBuilder html, ReplayResult result)
    {
        var steps = result.Timeline;
        var total = result.Tokens.TotalInputTokens;
        if (total == 0)
            return;
        var overall = 100m * result.Tokens.CacheReadInputTokens / total;
        var title =
            string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Input tokens served from the cache: {overall:0.#} %");
        html.Append($"<figure><figcaption>{title}</figcaption>");
        foreach (var canvas in Canvas.All)
            Draw(html, title, steps, canvas);
        html.Append("</figure>\n");
    }

    private static void Draw(StringBuilder html, string title, IReadOnlyList<TimelineStep> steps, Canvas canvas)
    {
        var frame = new Frame(steps[0].Start, steps[^1].Start, 100, 180, canvas);
        frame.Open(html, title, "Share of input tokens read from the cache in each step of time");
        frame.Grid(html, Enumerable.Range(0, 3).Select(n => n * 50m).Select(value => (value, $"{value} %")));

        var per = Math.Max(1, (steps.Count + Most - 1) / Most);
        foreach (var chunk in steps.Chunk(per))
        {
            var input = chunk.Sum(step => step.InputTokens);
            if (input == 0)
                continue;
            var y = frame.Y(100m * chunk.Sum(step => step.CacheReadInputTokens) / input);
            var x = frame.X(chunk[0].Start);
            var width = Math.Max(1.5, ((frame.End - Frame.Start) * per / Math.Max(1, steps.Count)) - 1);
            html.Append($"<rect class='ratio' x='{Html.Number(Math.Min(x, frame.End - width))}' "
                + $"y='{Html.Number(Math.Min(y, frame.Floor - 1))}' width='{Html.Number(width)}' "
                + $"height='{Html.Number(Math.Max(1, frame.Floor - y))}'/>");
        }

        Frame.Close(html);
    }
}
