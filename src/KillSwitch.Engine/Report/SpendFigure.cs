using System.Text;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Replay;

namespace KillSwitch.Engine.Report;

/// <summary>Spend over time with and without the guard, and the same once more near the first stop, where the limit can be seen.</summary>
internal static class SpendFigure
{
    public static void Write(StringBuilder html, ReplayResult result)
    {
        var steps = result.Timeline;
        Draw(html, "Spend over time", result, steps, result.WithoutGuard.Amount, 360, limit: null);

        var first = result.Stops.FirstOrDefault(stop => stop is { Unit: Unit.Usd, EffectiveAt: not null });
        if (first is null || result.From is not { } from || first.Limit * 4 > result.WithoutGuard.Amount)
            return;
        // As long again after the stop as before it: what was cut rises out of the picture.
        var until = first.At + ((first.At - from) * 0.9) + TimeSpan.FromMinutes(30);
        var highest = first.Limit * 1.7m;
        var near = steps.TakeWhile(step => step.Start <= until && step.WithoutGuard.Amount <= highest).ToList();
        if (near.Count > 2 && near[^1].Start > first.At)
            Draw(html, "The same, near the first stop", result, near, highest, 240, first);
    }

    private static void Draw(StringBuilder html, string title, ReplayResult result, IReadOnlyList<TimelineStep> steps, decimal highest,
        double height, ReplayStop? limit)
    {
        html.Append($"<figure><figcaption>{title}</figcaption>");
        foreach (var canvas in Canvas.All)
            Draw(html, title, result, steps, highest, height, limit, canvas);
        html.Append("</figure>\n");
    }

    private static void Draw(StringBuilder html, string title, ReplayResult result, IReadOnlyList<TimelineStep> steps, decimal highest,
        double height, ReplayStop? limit, Canvas canvas)
    {
        var ticks = Axis.Money(highest, 5);
        var frame = new Frame(steps[0].Start, steps[^1].Start, limit is null ? ticks[^1] : highest, height, canvas);
        frame.Open(html, title, $"Without the guard {result.WithoutGuard}, with it {result.WithGuard}");
        frame.Grid(html, ticks.Where(tick => limit is null || tick <= highest).Select(tick => (tick, Axis.MoneyLabel(tick))));

        var without = steps.Select(step => (step.Start, step.WithoutGuard.Amount)).ToList();
        var line = frame.Path(without);
        html.Append($"<path class='area' d='{line}L{Html.Number(frame.X(without[^1].Start))} "
            + $"{Html.Number(frame.Floor)}L{Html.Number(frame.X(without[0].Start))} {Html.Number(frame.Floor)}Z'/>");
        html.Append($"<path class='without' d='{line}'/>");
        html.Append($"<path class='with' d='{frame.Path(steps.Select(step => (step.Start, step.WithGuard.Amount)))}'/>");
        if (limit is not null)
            Limit(html, frame, limit);
        Stops(html, frame, result, steps[^1].Start, limit is not null);
        Labels(html, frame, result, steps, limit is not null);
        Frame.Close(html);
    }

    private static void Limit(StringBuilder html, Frame frame, ReplayStop stop)
    {
        var y = frame.Y(stop.Limit);
        html.Append($"<line class='limit' x1='{Frame.Start}' x2='{Html.Number(frame.End)}' y1='{Html.Number(y)}' y2='{Html.Number(y)}'/>");
        frame.Label(html, "limit-text", $"limit {Figure.Text(stop.Unit, stop.Limit)}", frame.End, y - 6, isEnd: true);
    }

    private static void Stops(StringBuilder html, Frame frame, ReplayResult result, DateTimeOffset until, bool isNear)
    {
        var told = false;
        foreach (var stop in result.Stops.Where(stop => stop.EffectiveAt is not null && stop.At <= until).Take(60))
        {
            var x = frame.X(stop.At);
            html.Append($"<line class='stop' x1='{Html.Number(x)}' x2='{Html.Number(x)}' y1='{Html.Number(Frame.Ceiling)}' "
                + $"y2='{Html.Number(frame.Floor)}'><title>{Html.Text(stop.Rule)}: {stop.Target.KindBefore}{Html.Text(stop.Target.Name)} "
                + $"{Html.Text(stop.Became(result.Mode))}, {Html.Time(stop.At)} UTC</title></line>");
            if (told)
                continue;
            told = true;
            var word = (stop.Taken.Count > 0, result.Mode) switch
            {
                (false, PolicyMode.Observe) => "would stop",
                (false, _) => "stopped",
                (true, PolicyMode.Observe) => "would take models",
                _ => "models taken",
            };
            var text = isNear
                ? $"{word} at {Figure.Text(stop.Unit, stop.AtEffect)}"
                : $"{word} {stop.At.UtcDateTime.ToString("d MMM HH:mm", System.Globalization.CultureInfo.InvariantCulture)}";
            var isEnd = x > frame.End * 0.7;
            frame.Label(html, "stop-text", text, x + (isEnd ? -6 : 6), Frame.Ceiling - 8, isEnd);
        }
    }

    private static void Labels(StringBuilder html, Frame frame, ReplayResult result, IReadOnlyList<TimelineStep> steps, bool isNear)
    {
        if (result.WithGuard == result.WithoutGuard)
            return;
        frame.Label(html, "without-text", isNear ? "without the guard" : $"without the guard {result.WithoutGuard}", frame.End,
            frame.Y(steps[^1].WithoutGuard.Amount) - 12, isEnd: true);
        frame.Label(html, "with-text", $"with the guard {result.WithGuard}", frame.End,
            frame.Y(steps[^1].WithGuard.Amount) - 8 + (isNear ? 26 : 0), isEnd: true);
    }
}
