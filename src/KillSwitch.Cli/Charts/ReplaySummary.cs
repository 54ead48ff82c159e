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
            console.WriteText("No record could be read.", Ink.Warning);
            Counts(result, console);
            return;
        }

        console.WritePieces(
            new(result.WithoutGuard.ToString(), Ink.Bad), new(" would have been spent, "), new(result.WithGuard.ToString(), Ink.Good),
            new(" with the guard: "), new((result.WithoutGuard - result.WithGuard).ToString(), Ink.Strong), new(" saved"));
        if (result.ListSpend is { } list)
        {
            console.WriteText(
                $"At list price, before your discounts: {list.WithoutGuard}, and {list.WithGuard} with the guard", Ink.Faint);
        }

        if (result.Mode == PolicyMode.Observe)
            console.WriteText("The policy observes: nothing is cut. See what it would do with `--mode enforce`.", Ink.Warning);
        console.WriteText($"{Time(from)} to {Time(to)} UTC", Ink.Faint);
        Counts(result, console);
        console.WriteLine();
        SpendChart.Write(result, console);
        console.WriteLine();
        Stops(result, console);
        Notifications(result, console);
        if (result.Unpriced.Count > 0)
        {
            console.WriteText(
                $"No price is known for {string.Join(", ", result.Unpriced.Select(PlainText.Of))}: counted like the dearest of their kin, "
                + "unless the policy ignores them; `killswitch prices MODEL --anyway` says whose.", Ink.Warning);
        }

        AssumedPaths(result, console);
        foreach (var unknown in result.UnknownValues)
        {
            console.WriteText(
                $"The log does not say `{PlainText.Of(unknown.Dimension)}` of {Names(unknown.Names)}: {unknown.HowCounted}. "
                + "The guard asks AWS.", Ink.Warning);
        }

        foreach (var assumed in result.AssumedGateways)
        {
            console.WriteText(
                $"IAM cannot stop a tag: every gateway is taken to refuse the calls with {Names(assumed.Tags)} once `{assumed.Rule}` "
                + $"stopped it; {assumed.Otherwise}.", Ink.Warning);
        }

        if (result.Uncounted > 0)
        {
            console.WriteText(
                $"{Counted.Of(result.Uncounted, "served call")} {(result.Uncounted == 1 ? "names" : "name")} no token count anywhere: "
                + "they add nothing here, and cost something there.", Ink.Warning);
        }
    }

    private static void AssumedPaths(ReplayResult result, IAnsiConsole console)
    {
        foreach (var assumed in result.AssumedPaths)
        {
            console.WriteText(
                $"The log shows no path: `{PlainText.Of(assumed.Pattern)}` is taken to name {Names(assumed.Principals)}. "
                + "The guard asks IAM.", Ink.Warning);
        }
    }

    private static string Names(IReadOnlyList<string> names) => Listing.Of([.. names.Select(PlainText.Of)], NamedAtMost);

    private static void Counts(ReplayResult result, IAnsiConsole console) => console.WriteText(
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Counted.Of(result.Invocations, "invocation")}, {result.Refused:#,##0} {result.RefusedWords() ?? "refused by Bedrock"}, "
                + $"{result.Duplicates:#,##0} met again, {result.Skipped:#,##0} not readable"),
        Ink.Faint);

    private static void Stops(ReplayResult result, IAnsiConsole console)
    {
        if (result.Stops.Count == 0)
        {
            // A limit may have been reached under `stop: none`, or by `(unknown)`.
            console.WriteText(
                result.Mode == PolicyMode.Observe ? "Nothing would have been stopped." : "Nothing was stopped.", Ink.Good);
            return;
        }

        foreach (var stop in result.Stops.Take(MostStops))
        {
            // Nothing was cut that could have come too late.
            Piece[] effect = stop.EffectiveAt is null
                ? [new(stop.Became(result.Mode), Ink.Warning)]
                :
                [
                    new(stop.Became(result.Mode) + " at "), new(Figure.Text(stop.Unit, stop.AtEffect), Ink.Strong),
                    new($" of {Figure.Text(stop.Unit, stop.Limit)}"),
                ];
            Piece[] over = stop.EffectiveAt is not null && stop.Overshoot > 0
                ? [new(", "), new($"{Figure.Text(stop.Unit, stop.Overshoot)} over", Ink.Bad)]
                : [];
            console.WriteLines(Line.Flow(
                [
                    Line.Of(Time(stop.At) + " ", Ink.Strong),
                    Line.Of(new Piece(stop.Target.KindBefore), new Piece(PlainText.Of(stop.Target.Name), Ink.Strong)),
                    Line.Of([.. effect, .. over]),
                ],
                " ", console.Profile.Width, "  "));
            var restored = stop.RestoredAt is { } at ? $"; {stop.Ended(result.Mode)} {Time(at)}" : "";
            console.WriteLines(
                Line.Wrap($"{stop.Rule}: {PlainText.Of(stop.Reason)}{restored}", console.Profile.Width, Ink.Faint, first: "  "));
        }

        if (result.Stops.Count > MostStops)
            console.WriteText($"… and {Counted.Of(result.Stops.Count - MostStops, "more stop")}", Ink.Faint);
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
