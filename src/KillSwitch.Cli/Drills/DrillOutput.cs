using System.Globalization;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Drills;
using KillSwitch.Core.Notifications;

namespace KillSwitch.Cli.Drills;

/// <summary>What a drill found, for people: a row for each assumption, and how long each step took.</summary>
internal static class DrillOutput
{
    // Below the mark and the word.
    private const int Under = 13;

    public static void Write(Terminal terminal, DrillFindings drill)
    {
        var (console, width) = (terminal.Out, terminal.Out.Profile.Width);
        console.WriteLines([Line.Blank, Line.Of(new Piece(drill.Id, Ink.Strong), new Piece(
            $" in {drill.Region}, account {drill.Account}, on {drill.Model}"))]);
        foreach (var check in drill.Checks)
        {
            var (mark, plain, ink) = Mark(check.Verdict);
            var lead = $"  {(console.Profile.Capabilities.Unicode ? mark : plain)} {DrillWords.Of(check.Verdict),-8} ";
            var first = new Piece(lead, ink);
            foreach (var words in CellText.Wrap($"{check.Id}: {PlainText.Of(check.Assumption)}", width - Under))
            {
                console.WriteLines([Line.Of(first, new Piece(words))]);
                first = new Piece(new string(' ', Under));
            }

            console.WriteLines([.. CellText.Wrap(PlainText.Of(check.Saw), width - Under)
                .Select(words => Line.Of(new Piece(new string(' ', Under)), new Piece(words, Ink.Faint)))]);
        }

        console.WriteLines([Line.Blank, .. Delays(drill.Delays), Line.Of(string.Create(
            CultureInfo.InvariantCulture, $"{DrillWords.Counts(drill)}; {DrillWords.DenyIn(drill)}; ${drill.SpentUsd:0.00####} spent"))]);
    }

    private static (string Mark, string Plain, Ink Ink) Mark(DrillVerdict verdict) => verdict switch
    {
        DrillVerdict.Seen => ("✓", "+", Ink.Good),
        DrillVerdict.Refuted => ("✗", "x", Ink.Bad),
        _ => ("?", "?", Ink.Warning),
    };

    private static IEnumerable<Line> Delays(DrillDelays delays)
    {
        (string Step, TimeSpan? Took)[] steps =
        [
            ("an answer to its record in the log group", delays.Logged), ("the record to the meter's count", delays.Metered),
            ("the count to the deny, read back", delays.Attached), ("the deny to the first call that was refused", delays.Refused),
            ("the restore to the first call that went through", delays.Restored),
        ];
        foreach (var (step, took) in steps)
        {
            if (took is { } time)
                yield return Line.Of(string.Create(CultureInfo.InvariantCulture, $"  {time.TotalSeconds,6:0.0} s from {step}"));
        }
    }
}
