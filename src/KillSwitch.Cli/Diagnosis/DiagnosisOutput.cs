using System.Text.Json;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Diagnosis.Principals;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Notifications;
using KillSwitch.Engine.Json;

namespace KillSwitch.Cli.Diagnosis;

/// <summary>What the doctor found, for people and programs.</summary>
internal static class DiagnosisOutput
{
    // Below the mark and the word.
    private const string Under = "            ";

    public static void Write(
        Terminal terminal, Deployment place, IReadOnlyList<CheckResult> results, OutOfReach? people, WaysOn? ways = null)
    {
        var lines = new Lines(terminal);
        lines.Add(Line.Of(new Piece(place.Stack, Ink.Strong), new Piece($" in {place.Region}, account {place.Account}")));
        // A check that was looked at in several regions says which it speaks of.
        var inMany = results.GroupBy(result => result.Id).Where(same => same.Count() > 1).Select(same => same.Key)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var part in results.GroupBy(result => result.Part))
        {
            lines.Add(Line.Blank, Line.Of(Heading(part.Key), Ink.Strong));
            foreach (var result in part)
                Write(lines, result, inMany.Contains(result.Id));
        }

        if (people is not null)
            Write(lines, people);
        if (ways is not null)
            lines.Add([.. WaysOnOutput.Lines(ways, terminal.Out.Profile.Width)]);
        lines.Add(Line.Blank, Line.Of(Counts(results)));
    }

    public static void Write(Utf8JsonWriter json, IReadOnlyList<CheckResult> results, OutOfReach? people)
    {
        json.WriteStartArray("checks");
        foreach (var result in results)
        {
            json.WriteStartObject();
            json.WriteString("id", result.Id);
            json.WriteString("part", JsonText.Word(result.Part));
            if (result.Region is { } region)
                json.WriteString("region", region);
            json.WriteString("outcome", JsonText.Word(result.Finding.Outcome));
            json.WriteString("found", result.Finding.Found);
            if (result.Finding.Remedy is { } remedy)
                json.WriteString("remedy", remedy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        if (people is null)
        {
            json.WriteNull("unstoppable");
            json.WriteNull("exempt");
            return;
        }

        json.WriteStartArray("unstoppable");
        foreach (var one in people.Unstoppable)
        {
            json.WriteStartObject();
            json.WriteString("principal", one.Principal);
            json.WriteString("why", JsonText.Word(one.Reach));
            json.WriteString("reason", one.Reason);
            if (one.Remedy is { } remedy)
                json.WriteString("remedy", remedy);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("exempt");
        foreach (var one in people.Exempt)
            json.WriteStringValue(one);
        json.WriteEndArray();
    }

    /// <summary><c>26 checks: 22 ok, 2 warnings, 1 fault, 1 unknown</c></summary>
    internal static string Counts(IReadOnlyList<CheckResult> results)
    {
        var counts = new[] { CheckOutcome.Ok, CheckOutcome.Warning, CheckOutcome.Fault, CheckOutcome.Unknown }
            .Select(outcome => (Outcome: outcome, Count: results.Count(result => result.Finding.Outcome == outcome)))
            .Where(one => one.Count > 0)
            .Select(one => $"{one.Count} {JsonText.Word(one.Outcome)}{(one.Count > 1 && HasPlural(one.Outcome) ? "s" : "")}");
        return $"{results.Count} checks: {string.Join(", ", counts)}";
    }

    private static bool HasPlural(CheckOutcome outcome) => outcome is CheckOutcome.Warning or CheckOutcome.Fault;

    private static void Write(Lines lines, CheckResult result, bool saysRegion)
    {
        var (mark, plain, ink) = result.Finding.Outcome switch
        {
            CheckOutcome.Ok => ("✓", "+", Ink.Good),
            CheckOutcome.Warning => ("!", "!", Ink.Warning),
            CheckOutcome.Fault => ("✗", "x", Ink.Bad),
            CheckOutcome.Unknown => ("?", "?", Ink.Strong),
            _ => throw new ArgumentOutOfRangeException(nameof(result), result.Finding.Outcome, "an outcome without a mark"),
        };
        var word = $"{(lines.IsUnicode ? mark : plain)} {JsonText.Word(result.Finding.Outcome),-7}";
        lines.Found($"  {word} ", ink, $"{result.Id}{(saysRegion ? $" {result.Region}" : "")}: {PlainText.Of(result.Finding.Found)}");
        if (result.Finding.Remedy is { } remedy)
            lines.Remedy(Under, PlainText.Of(remedy));
    }

    private static void Write(Lines lines, OutOfReach people)
    {
        lines.Add(Line.Blank, Line.Of("Who cannot be stopped, and why", Ink.Strong));
        foreach (var one in people.Unstoppable)
        {
            lines.Found("  - ", Ink.Plain, $"{PlainText.Of(one.Principal)}: {PlainText.Of(one.Reason)}");
            if (one.Remedy is { } remedy)
                lines.Remedy("    ", PlainText.Of(remedy));
        }

        if (people.Unstoppable.Count == 0)
            lines.Add(Line.Of("  nobody"));
        lines.Found("", Ink.Plain, people.Exempt.Count == 0
            ? "Exempt: nobody"
            : $"Exempt, as the policy says: {string.Join(", ", people.Exempt.Select(PlainText.Of))}");
    }

    private static string Heading(ChainPart part) => part switch
    {
        ChainPart.Deployment => "The deployment",
        ChainPart.Policy => "The policy",
        ChainPart.Logs => "From the invocation log to the meter",
        ChainPart.Metrics => "CloudWatch's count against the ledger",
        ChainPart.Denies => "Whether a deny denies",
        ChainPart.Telling => "Whether people hear of it",
        ChainPart.Tampering => "Whether undoing it is heard of",
        ChainPart.People => "Who can be stopped, and who may restore",
        _ => throw new ArgumentOutOfRangeException(nameof(part), part, "a part without a heading"),
    };

    /// <summary>Lines of this terminal.</summary>
    private sealed class Lines(Terminal terminal)
    {
        public bool IsUnicode => terminal.Out.Profile.Capabilities.Unicode;

        public void Add(params Line[] lines) => terminal.Out.WriteLines(lines);

        /// <summary>A mark, and beside it what was found.</summary>
        public void Found(string mark, Ink ink, string text)
        {
            var lead = new Piece(mark, ink);
            foreach (var words in CellText.Wrap(text, terminal.Out.Profile.Width - CellText.Width(mark)))
            {
                Add(Line.Of(lead, new Piece(words)));
                lead = new Piece(new string(' ', CellText.Width(mark)));
            }
        }

        public void Remedy(string indent, string text)
        {
            var arrow = indent + (IsUnicode ? "→ " : "> ");
            // A command is copied: it stays on one line.
            if (text.StartsWith("aws ", StringComparison.Ordinal))
                terminal.StandardOutput.WriteLine(arrow + text);
            else
                Add([.. Line.Wrap(text, terminal.Out.Profile.Width, first: arrow)]);
        }
    }
}
