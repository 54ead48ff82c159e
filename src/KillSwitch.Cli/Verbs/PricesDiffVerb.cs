using System.CommandLine;
using System.Globalization;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.PriceLists;
using KillSwitch.Core.Prices;
using KillSwitch.Engine.Json;
using KillSwitch.Engine.PriceLists;
using Spectre.Console;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>prices diff</c>: what is in force from AWS's list against the embedded prices, and what waits.</summary>
internal static class PricesDiffVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = new Argument<string?>("MODEL")
        {
            Description = "A model. [default: every model whose price differs]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var account = new AccountOptions();
        var command = new Command("diff", """
            Show where the prices that the guard has taken up of AWS's list differ from those of its program, since when, and what waits for `prices accept`.

            Examples:
              killswitch prices diff
              killswitch prices diff amazon.nova-pro-v1:0 --output json
            """) { model };
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var session = await account.ConnectAsync(parsed, cancellation);
            var named = parsed.GetValue(model) is { } name ? ModelSpelling.Known.Canonical(ModelId.Parse(name).Id) : null;
            var regions = (await session.Guard.Prices.AllAsync(cancellation)).Select(kept => kept.Prices)
                .OrderBy(prices => prices.Region, StringComparer.Ordinal).ToList();
            return Write(parsed, terminal, regions, named);
        });
        return command;
    }

    private static int Write(ParseResult parsed, Terminal terminal, List<RegionPrices> regions, string? model)
    {
        var now = GuardSession.Now;
        var found = regions.Select(prices => (Prices: prices, Rows: Rows(prices, model, now))).ToList();
        if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
        {
            JsonOutput.Write(terminal, json =>
            {
                json.WriteStartArray("regions");
                foreach (var (prices, rows) in found)
                {
                    json.WriteStartObject();
                    json.WriteString("region", prices.Region);
                    json.WriteString("version", prices.Version);
                    json.WriteString("readAt", prices.ReadAt.UtcDateTime);
                    json.WriteStartArray("differ");
                    foreach (var row in rows)
                    {
                        json.WriteStartObject();
                        json.WriteString("model", row.Entry.Model);
                        json.WriteString("scope", JsonText.Word(row.Entry.Scope));
                        json.WriteString("tier", JsonText.Word(row.Entry.Tier));
                        json.WriteString("kind", row.Kind);
                        json.WriteNumber("inForce", row.InForce);
                        if (row.Embedded is { } embedded)
                            json.WriteNumber("embedded", embedded);
                        else
                            json.WriteNull("embedded");
                        json.WriteString("from", row.Entry.From is { } from ? DayOption.Text(from) : null);
                        json.WriteString("source", row.Entry.Source);
                        json.WriteEndObject();
                    }

                    json.WriteEndArray();
                    PriceChangeOutput.Write(json, "held", Held(prices, model));
                    PriceChangeOutput.Texts(json, "unjoined", prices.Unjoined);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return ExitCode.Done;
        }

        WriteText(terminal.Out, regions, model, now);
        return ExitCode.Done;
    }

    internal static void WriteText(IAnsiConsole to, IReadOnlyList<RegionPrices> regions, string? model, DateTimeOffset now)
    {
        if (regions.Count == 0)
        {
            to.WriteText(
                "No list of AWS's was read yet: the prices of the program are in force. `killswitch prices refresh` reads it now.");
        }

        foreach (var prices in regions)
        {
            var (rows, held) = (Rows(prices, model, now), Held(prices, model));
            to.WriteText($"{prices.Region}: AWS's list {prices.Version}, read {Time(prices.ReadAt)}; $ per million tokens");
            if (rows.Count > 0)
            {
                to.WriteTable(Table(rows));
            }
            else
            {
                to.WriteText(model is null || held.Count > 0
                    ? "What is in force is what the program has."
                    : $"It has no price of `{PlainText.Of(model)}`: what the program has is in force, and `killswitch prices MODEL` "
                        + "shows it.",
                    first: "  ");
            }

            foreach (var change in held)
                to.WriteText(PriceWords.Of(change, prices.Region), first: "  waits: ", further: "    ");
        }

        if (regions.Any(prices => Held(prices, model).Count > 0))
            to.WriteText("What waits is in force after `killswitch prices accept MODEL`.");
    }

    /// <summary>What differs of a region.</summary>
    internal static TextTable Table(RegionPrices prices, DateTimeOffset now) => Table(Rows(prices, model: null, now));

    private static TextTable Table(List<Row> rows)
    {
        var table = new TextTable([new Column("model"), new Column("tokens"), new Column("in force", Side.Right),
            new Column("embedded", Side.Right), new Column("since")]);
        foreach (var row in rows)
        {
            table.Add(
                PlainText.Of(row.Entry.Model) + PriceWords.Terms(ListedGroup.Of(row.Entry)),
                PriceWords.Kind(row.Kind),
                PriceWords.Amount(row.InForce),
                row.Embedded is { } embedded ? PriceWords.Amount(embedded) : "none",
                row.Entry.From is { } from ? DayOption.Text(from) : "");
        }

        return table;
    }

    private static IReadOnlyList<PriceChange> Held(RegionPrices prices, string? model) =>
        [.. prices.Held.Where(change => model is null || change.Group.Model == model)];

    private static List<Row> Rows(RegionPrices prices, string? model, DateTimeOffset now)
    {
        var embedded = new PriceBook();
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var rows = new List<Row>();
        foreach (var group in prices.Entries.Where(entry => entry.From is not { } from || from <= today).GroupBy(ListedGroup.Of)
            .Where(group => model is null || group.Key.Model == model).OrderBy(group => group.Key.Model, StringComparer.Ordinal)
            .ThenBy(group => group.Key.Scope).ThenBy(group => group.Key.Tier))
        {
            var latest = group.Max(entry => entry.From);
            foreach (var entry in group.Where(entry => entry.From == latest).OrderBy(entry => entry.AboveInputTokens))
            {
                var route = entry.Scope == PriceScope.Global ? "global." + entry.Model : entry.Model;
                var known = embedded.Find(
                    new Tariff(ModelId.Parse(route), prices.Region, entry.Tier, entry.IsLatencyOptimized), now,
                    (entry.AboveInputTokens ?? -1) + 1);
                decimal?[] amounts = known.Basis != PriceBasis.Known
                    ? [null, null, null, null, null]
                    : [known.Input, known.Output, known.CacheRead, known.CacheWrite5m, known.CacheWrite1h];
                rows.AddRange(PriceChange.Kinds(entry).Zip(amounts)
                    .Where(pair => pair.First.Amount is { } amount && (amount != pair.Second || model is not null))
                    .Select(pair => new Row(entry, pair.First.Kind, pair.First.Amount!.Value, pair.Second)));
            }
        }

        return rows;
    }

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";

    private sealed record Row(PriceEntry Entry, string Kind, decimal InForce, decimal? Embedded);
}
