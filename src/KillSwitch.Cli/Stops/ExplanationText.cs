using System.Globalization;
using KillSwitch.Cli.Layout;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Json;

namespace KillSwitch.Cli.Stops;

/// <summary>Why a stop was made, as a person reads it.</summary>
internal static class ExplanationText
{
    private const int LabelWidth = 16;
    private const string Stamp = "yyyy-MM-dd HH:mm:ss";

    public static IEnumerable<Line> Lines(StopExplanation explanation, int width) =>
        [.. Head(explanation, width), Line.Blank, .. Timeline(explanation, width), .. Audit(explanation, width), Line.Blank,
            .. Line.Wrap(Next(explanation.Stop), width)];

    private static IEnumerable<Line> Head(StopExplanation explanation, int width)
    {
        var stop = explanation.Stop;
        foreach (var line in Line.Wrap($"{stop.Id}: {PlainText.Of(stop.Cut.Said)}, {StopOutput.Sentence(stop)}", width, Ink.Strong))
            yield return line;
        foreach (var (label, text) in Facts(explanation))
        {
            foreach (var line in Line.Wrap(PlainText.Of(text), width, first: CellText.PadRight(label, LabelWidth)))
                yield return line;
        }
    }

    private static IEnumerable<(string Label, string Text)> Facts(StopExplanation explanation)
    {
        var stop = explanation.Stop;
        if (stop.Cause is StopCause.ByRule { Trip: var trip, Evidence: var evidence })
        {
            yield return ("why", $"rule {trip.Rule}: {evidence.Reason}");
            yield return ("window",
                $"{TimeText.Minute(trip.Window.From)} to {TimeText.Minute(trip.Window.Until)} "
                + $"UTC{(trip.IsRolling ? ", rolling" : "")}");
            yield return ("counted then", InAll(evidence.Total));
            if (evidence.RatePerSecond > 0)
            {
                yield return ("brake's pace",
                    string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Figure.Text(evidence.Unit, evidence.RatePerSecond * 60)} a minute, the faster of its last two and five "
                    + $"minutes; {evidence.Horizon.TotalSeconds:0.#} s until a stop works")
                    + (evidence.DrilledAt is { } drilled ? $", by the drill of {TimeText.Minute(drilled)} UTC" : ""));
            }

            if (explanation is { Total: { } total, Measured: { } measured })
            {
                yield return ("counted by now", InAll(total));
                yield return ("past the limit", explanation.PastLimit is { } past
                    ? $"{Figure.Text(evidence.Unit, past)} ({Figure.Text(evidence.Unit, measured)} of "
                        + $"{Figure.Text(evidence.Unit, evidence.Limit)})"
                    : $"{Figure.Text(evidence.Unit, measured)}, to be above {Figure.Text(evidence.Unit, evidence.Limit)}");
            }
        }
        else
        {
            yield return ("why", stop.Cause.Sentence);
        }

        if (stop.EscalatedTo is { } wider)
            yield return ("gave way to", wider);
    }

    private static IEnumerable<Line> Timeline(StopExplanation explanation, int width)
    {
        const string columns = "{0,-19}  {1,9}  ";
        yield return Line.Of(string.Format(CultureInfo.InvariantCulture, columns, "when (UTC)", "after") + "what", Ink.Faint);
        DateTimeOffset? before = null;
        foreach (var (what, at) in explanation.Timeline)
        {
            var after = before is { } last ? "+" + Brief.Span(at - last) : "";
            foreach (var line in Line.Wrap(
                PlainText.Of(what), width, first: string.Format(CultureInfo.InvariantCulture, columns, Second(at), after)))
            {
                yield return line;
            }

            before = at;
        }
    }

    private static IEnumerable<Line> Audit(StopExplanation explanation, int width)
    {
        if (explanation.Audit.Count == 0)
            yield break;
        yield return Line.Blank;
        yield return Line.Of("audit (UTC)          what was done", Ink.Faint);
        foreach (var line in explanation.Audit.SelectMany(
            entry => Line.Wrap(PlainText.Of(Said(entry.What)), width, first: Second(entry.At) + "  ")))
        {
            yield return line;
        }
    }

    private static string Next(Stop stop) => stop.State switch
    {
        StopState.AwaitingApproval =>
            $"`killswitch approve {stop.Id}` lets it go ahead, `killswitch reject {stop.Id} --reason TEXT` drops it.",
        StopState.Released when stop.HeldBy is not null => $"`killswitch restore {stop.Holders[0]}` lets it go on.",
        StopState.Released or StopState.Rejected => "Nothing is cut by it.",
        StopState.Observed => "Nothing is cut by it; `mode: enforce` in the policy stops what reaches a limit from then on.",
        StopState.Failed => $"The guard tries again by itself; `killswitch doctor` looks for what is in its way, and "
            + $"`killswitch restore {stop.Id}` gives the stop up.",
        StopState.Releasing => "The guard tries again by itself; `killswitch doctor` looks for what is in its way.",
        StopState.Intended => $"`killswitch restore {stop.Id}` takes it back.",
        _ => $"`killswitch restore {stop.Id}` lets it go on.",
    };

    // The audit keeps a state by its name in the program.
    private static string Said(string what)
    {
        var said = what.Split(": ", 2) is [var name, var rest] && Enum.TryParse<StopState>(name, out var state)
            ? $"{(state == StopState.AwaitingApproval ? "waits for approval" : JsonText.Word(state))}: {rest}"
            : what;
        return said.Replace(" under rule (by hand)", " by hand", StringComparison.Ordinal);
    }

    private static string InAll(Usage usage) => string.Create(
        CultureInfo.InvariantCulture,
        $"{usage.Cost}{(usage.Discount.Amount > 0 ? $" ({usage.ListCost} at list price)" : "")}, "
            + $"{Counted.Of(usage.Calls, "call")}, {usage.Tokens.TotalInputTokens:#,##0} input "
            + $"tokens{(usage.CacheHitRatio is { } ratio ? $" ({ratio * 100:0.#} % from the cache)" : "")}, "
            + $"{usage.Tokens.OutputTokens:#,##0} output");

    private static string Second(DateTimeOffset at) => at.UtcDateTime.ToString(Stamp, CultureInfo.InvariantCulture);
}
