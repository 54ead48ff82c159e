using System.Globalization;
using KillSwitch.Cli.Layout;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Replay;
using Spectre.Console;

namespace KillSwitch.Cli.Charts;

/// <summary>A replay's result as a person reads it.</summary>
internal static class ReplaySummary
{
    private const int NamedAtMost = 5;
    private const int MostStops = 20;

    public static void Write(ReplayResult result, IAnsiConsole console)
    {
        if (result.From is not { } from || result.To is not { } to)
        {
            console.MarkupLine("[yellow]No record could be read.[/]");
            Counts(result, console);
            return;
        }

        console.MarkupLine(
            $"[bold red]{result.WithoutGuard}[/] would have been spent, [bold green]{result.WithGuard}[/] with the guard: "
            + $"[bold]{result.WithoutGuard - result.WithGuard}[/] saved");
        if (result.ListSpend is { } list)
            console.MarkupLine($"[grey]At list price, before your discounts: {list.WithoutGuard}, and {list.WithGuard} with the guard[/]");
        if (result.Mode == PolicyMode.Observe)
            console.MarkupLine("[yellow]The policy observes: nothing is cut. See what it would do with --mode enforce.[/]");
        console.MarkupLine($"[grey]{Time(from)} to {Time(to)} UTC[/]");
        Counts(result, console);
        console.WriteLine();
        SpendChart.Write(result, console);
        console.WriteLine();
        Stops(result, console);
        Notifications(result, console);
        if (result.Unpriced.Count > 0)
        {
            console.MarkupLine(
                $"[yellow]No price is known for {Markup.Escape(string.Join(", ", result.Unpriced.Select(PlainText.Of)))}: counted like "
                + "the dearest of their kin, unless the policy ignores them; `killswitch prices MODEL --anyway` says whose.[/]");
        }

        AssumedPaths(result, console);
        if (result.Uncounted > 0)
        {
            console.MarkupLine(
                string.Create(
                CultureInfo.InvariantCulture,
                $"[yellow]{result.Uncounted:#,##0} served {(result.Uncounted == 1 ? "call names" : "calls name")} no token count "
                + $"anywhere: they add nothing here, and cost something there.[/]"));
        }
    }

    private static void AssumedPaths(ReplayResult result, IAnsiConsole console)
    {
        foreach (var assumed in result.AssumedPaths)
        {
            var names = Listing.Of([.. assumed.Principals.Select(PlainText.Of)], NamedAtMost);
            console.MarkupLine(
                $"[yellow]The log shows no path: `{Markup.Escape(PlainText.Of(assumed.Pattern))}` is taken to name "
                + $"{Markup.Escape(names)}. The guard asks IAM.[/]");
        }
    }

    private static void Counts(ReplayResult result, IAnsiConsole console) => console.MarkupLine(string.Create(
        CultureInfo.InvariantCulture,
        $"[grey]{result.Invocations:#,##0} invocations, {result.Refused:#,##0} "
            + $"{Markup.Escape(result.RefusedWords() ?? "refused by Bedrock")}, {result.Duplicates:#,##0} met again, "
            + $"{result.Skipped:#,##0} not readable[/]"));

    private static void Stops(ReplayResult result, IAnsiConsole console)
    {
        if (result.Stops.Count == 0)
        {
            console.MarkupLine("[green]No limit was reached: nothing was stopped.[/]");
            return;
        }

        var word = result.Mode == PolicyMode.Observe ? "would be stopped" : "stopped";
        foreach (var stop in result.Stops.Take(MostStops))
        {
            var target = $"{stop.Target.KindName} [bold]{Markup.Escape(PlainText.Of(stop.Target.Name))}[/]";
            var effect = stop.EffectiveAt is null
                ? "[yellow]waits for approval[/]"
                : $"at [bold]{Figure.Text(stop.Unit, stop.AtEffect)}[/] of {Figure.Text(stop.Unit, stop.Limit)}";
            var over = stop.Overshoot > 0 ? $", [red]{Figure.Text(stop.Unit, stop.Overshoot)} over[/]" : "";
            console.MarkupLine($"[bold]{Time(stop.At)}[/]  {target} {word} {effect}{over}");
            var restored = stop.RestoredAt is { } at ? $"; restored {Time(at)}" : "";
            console.WriteLines(
                Line.Wrap($"{stop.Rule}: {PlainText.Of(stop.Reason)}{restored}", console.Profile.Width, Ink.Faint, first: "  "));
        }

        if (result.Stops.Count > MostStops)
            console.MarkupLine($"[grey]… and {result.Stops.Count - MostStops} more stops[/]");
    }

    private static void Notifications(ReplayResult result, IAnsiConsole console)
    {
        if (result.Notifications.Count == 0)
            return;
        var rules = result.Notifications.GroupBy(told => told.Rule).Select(rule =>
        {
            var levels = rule.GroupBy(told => told.Level).Select(level => level.Key + (level.Count() > 1 ? $" ×{level.Count()}" : ""));
            return $"{rule.Key} {string.Join(" ", levels)} (first {Time(rule.First().At)})";
        });
        console.WriteLines(Line.Wrap($"Told: {string.Join("; ", rules)}", console.Profile.Width, Ink.Faint));
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("d MMM yyyy HH:mm:ss", CultureInfo.InvariantCulture);
}
