using System.Text.Json;
using KillSwitch.Aws.Account;
using KillSwitch.Aws.Diagnosis;
using KillSwitch.Aws.Diagnosis.People;
using KillSwitch.Core.Notifications;
using KillSwitch.Engine.Json;
using Spectre.Console;

namespace KillSwitch.Cli.Account;

/// <summary>What the doctor found, for people and programs.</summary>
internal static class DiagnosisOutput
{
    private const int WidestMark = 9;

    public static void Write(Terminal terminal, GuardPlace place, IReadOnlyList<CheckResult> results, OutOfReach? people)
    {
        var console = terminal.Out;
        console.MarkupLineInterpolated($"[bold]{place.Stack}[/] in {place.Region}, account {place.Account}");
        // A check that was looked at in several regions says which it speaks of.
        var inMany = results.GroupBy(result => result.Id).Where(same => same.Count() > 1).Select(same => same.Key).ToHashSet(StringComparer.Ordinal);
        foreach (var part in results.GroupBy(result => result.Part))
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[bold]{Heading(part.Key)}[/]");
            foreach (var result in part)
                Write(terminal, result, inMany.Contains(result.Id));
        }

        if (people is not null)
            Write(terminal, people);
        console.WriteLine();
        console.WriteLine(Counts(results));
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
            .Select(one => $"{one.Count} {Word(one.Outcome)}{(one.Count > 1 && one.Outcome is (CheckOutcome.Warning or CheckOutcome.Fault) ? "s" : "")}");
        return $"{results.Count} checks: {string.Join(", ", counts)}";
    }

    private static void Write(Terminal terminal, CheckResult result, bool saysRegion)
    {
        var (mark, colour) = result.Finding.Outcome switch
        {
            CheckOutcome.Ok => ("✓", "green"),
            CheckOutcome.Warning => ("!", "yellow"),
            CheckOutcome.Fault => ("✗", "red"),
            CheckOutcome.Unknown => ("?", "blue"),
            _ => throw new ArgumentOutOfRangeException(nameof(result), result.Finding.Outcome, "an outcome without a mark"),
        };
        var name = saysRegion ? $"{result.Id} {result.Region}" : result.Id;
        Indented(terminal.Out, $"[{colour}]{mark} {Word(result.Finding.Outcome).PadRight(WidestMark - 2)}[/]", $"[bold]{Markup.Escape(name)}[/]: {Markup.Escape(PlainText.Of(result.Finding.Found))}", WidestMark);
        if (result.Finding.Remedy is { } remedy)
            WriteRemedy(terminal, remedy, WidestMark);
    }

    private static void Write(Terminal terminal, OutOfReach people)
    {
        var console = terminal.Out;
        console.WriteLine();
        console.MarkupLine("[bold]Who cannot be stopped, and why[/]");
        foreach (var one in people.Unstoppable)
        {
            Indented(console, "-", $"[bold]{Markup.Escape(PlainText.Of(one.Principal))}[/]: {Markup.Escape(PlainText.Of(one.Reason))}", 2);
            if (one.Remedy is { } remedy)
                WriteRemedy(terminal, remedy, 2);
        }

        if (people.Unstoppable.Count == 0)
            console.WriteLine("  nobody");
        console.WriteLine(people.Exempt.Count == 0 ? "Exempt: nobody" : $"Exempt, as the policy says: {string.Join(", ", people.Exempt.Select(PlainText.Of))}");
    }

    private static void WriteRemedy(Terminal terminal, string remedy, int width)
    {
        // A command is copied: it stays on one line.
        if (remedy.StartsWith("aws ", StringComparison.Ordinal))
            terminal.StandardOutput.WriteLine($"{new string(' ', width + 3)}→ {PlainText.Of(remedy)}");
        else
            Indented(terminal.Out, "", $"→ {Markup.Escape(PlainText.Of(remedy))}", width);
    }

    // What does not fit goes on below its own beginning.
    private static void Indented(IAnsiConsole console, string mark, string text, int width)
    {
        var grid = new Grid().AddColumn(new GridColumn { Width = width, NoWrap = true, Padding = new Padding(2, 0, 1, 0) }).AddColumn(new GridColumn { Padding = new Padding(0, 0, 0, 0) });
        grid.AddRow(new Markup(mark), new Markup(text));
        console.Write(grid);
    }

    private static string Word(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Ok => "ok",
        CheckOutcome.Warning => "warning",
        CheckOutcome.Fault => "fault",
        CheckOutcome.Unknown => "unknown",
        _ => throw new ArgumentOutOfRangeException(nameof(outcome), outcome, "an outcome without a word"),
    };

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
}
