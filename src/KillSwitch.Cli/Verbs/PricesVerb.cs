using System.CommandLine.Parsing;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Json;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.PriceLists;
using Spectre.Console;

namespace KillSwitch.Cli.Verbs;

/// <summary><c>prices</c>: the price in force for a model, its source and date; without a model, the whole list.</summary>
internal static class PricesVerb
{
    public static Command Create(Terminal terminal)
    {
        var model = new Argument<string?>("MODEL")
        {
            Description = "A model id, an inference profile or an ARN, as a caller names it. [default: every price that is known]",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var tier = new Option<string?>("--tier")
        {
            Description = "The service tier. [default: standard]",
        }.Among("standard", "priority", "flex", "batch");
        var region = new Option<string?>("--region")
        {
            Description = "The region that is called, whose price AWS charges wherever the call is served. [default: us-east-1]",
            HelpName = "REGION",
        };
        var latency = new Option<string?>("--latency")
        {
            Description = "Latency-optimized inference costs more. [default: standard]",
        }.Among("standard", "optimized");
        var at = new Option<DateOnly?>("--at")
        {
            Description = "The day, UTC. [default: today]",
            HelpName = "YYYY-MM-DD",
            CustomParser = Day,
        };
        var tokens = WholeNumberOption.Create(
            "--input-tokens", "Input tokens of the call, cached ones included: long contexts may cost more. [default: 0]", 0,
            1_000_000_000);
        var anyway = new Option<bool>("--anyway")
        {
            Description = "Of a model without a price: show what the guard counts it at.",
        };
        var (prices, policy) = (OwnPrices.Option(), OwnPrices.PolicyOption());
        var command = new Command("prices", """
            Show what a model costs at list price, in dollars per million tokens, with the source and its date.

            Examples:
              killswitch prices us.anthropic.claude-opus-4-6-v1
              killswitch prices amazon.nova-pro-v1:0 --region eu-central-1
              killswitch prices anthropic.claude-sonnet-4-5-20250929-v1:0 --input-tokens 250000
              killswitch prices amazon.nova-pro-v1:0 --stack KillSwitch
              killswitch prices --output json
              killswitch prices anthropic.claude-opus-4-6-v1 --policy killswitch.yaml
              killswitch prices check --logs events.json
            """)
        {
            model, region, tier, latency, at, tokens, prices, policy, anyway, PricesCheckVerb.Create(terminal),
            PricesRefreshVerb.Create(terminal), PricesDiffVerb.Create(terminal), PricesAcceptVerb.Create(terminal),
        };
        var account = new AccountOptions("--guard-region");
        account.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var chosen = OwnPrices.Policy(parsed.GetValue(policy), terminal);
            var place = parsed.GetValue(region) is { } asked ? RegionName.Checked(asked) : null;
            var listed = await ListedAsync(parsed, account, place ?? "us-east-1", cancellation);
            var book = OwnPrices.Book(parsed.GetValue(prices), chosen with { Unpriced = UnpricedModels.FailSafe }, terminal, listed);
            if (parsed.GetValue(model) is not { } name)
                return List(parsed, terminal, book, place);
            var tariff = new Tariff(
                ModelId.Parse(name),
                place ?? "us-east-1",
                Enum.Parse<ServiceTier>(parsed.GetValue(tier) ?? "standard", ignoreCase: true),
                parsed.GetValue(latency) == "optimized");
            var day = parsed.GetValue(at) ?? DateOnly.FromDateTime(GuardSession.Now.UtcDateTime);
            var moment = new DateTimeOffset(day, TimeOnly.MinValue, TimeSpan.Zero);
            var call = new Call(tariff, day, parsed.GetValue(tokens) ?? 0, book.UnitsOf(tariff.Model, tariff.Region, moment));
            var price = book.Find(call.Tariff, moment, call.InputTokens);
            // A name that hides its model may stand for any.
            var known = book.Entries.Select(entry => entry.Model);
            if (price.Basis == PriceBasis.FailSafe && call.Units.Count == 0 && !call.Tariff.Model.IsOpaque && !parsed.GetValue(anyway))
            {
                throw new BadInputException($"`{name}` has no price that is known"
                    + (NearestNames.Hint(call.Tariff.Model.Id, known) is { Length: > 0 } hint ? hint : ";")
                    + " `--anyway` shows what the guard counts it at");
            }

            var discount = book.DiscountOf(call.Tariff.Model, call.Tariff.Region, moment);
            return Show(parsed, terminal, call, price, new Besides(Since(book, call, price), discount, [.. ByCaller(chosen, moment)]));
        });
        return command;
    }

    // What a caller's name decides is no price of a model.
    private static IEnumerable<string> ByCaller(Policy policy, DateTimeOffset at) => policy.Discounts
        .Where(one => one.NamesCaller && one.IsInForce(at))
        .Select(DiscountSummary.Of);

    // What a deployed guard goes by, where one is named; else the program's own prices.
    private static async Task<IReadOnlyList<PriceEntry>?> ListedAsync(
        ParseResult parsed, AccountOptions account, string region, CancellationToken cancellation)
    {
        if (!account.AreGiven(parsed))
            return null;
        using var session = await account.ConnectAsync(parsed, region, cancellation);
        return await ListedBook.EntriesAsync(session.Guard.Prices, cancellation);
    }

    // Of a price that AWS's list says, the day from which it holds.
    private static DateOnly? Since(PriceBook book, Call call, Price price) => book.Entries
        .Where(entry => entry.From <= call.At && entry.Region == call.Tariff.Region && entry.Tier == call.Tariff.Tier
            && entry.IsLatencyOptimized == call.Tariff.IsLatencyOptimized
            && entry.Scope == (call.Tariff.Model.Scope == ModelScope.Global ? PriceScope.Global : PriceScope.Regional)
            && ModelSpelling.Known.Canonical(entry.Model) == ModelSpelling.Known.Canonical(call.Tariff.Model.Id)
            && price.Source.Contains(entry.Source, StringComparison.Ordinal))
        .Max(entry => entry.From);

    private static int Show(ParseResult parsed, Terminal terminal, Call call, Price price, Besides besides)
    {
        var model = call.Tariff.Model;
        // What is charged by the unit has no price by the token, and needs none.
        var isByUnit = price.Basis == PriceBasis.FailSafe && call.Units.Count > 0;
        var (source, said) = isByUnit ? (call.Units[0].Source, call.Units[0].Date) : (price.Source, price.Date);
        if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
        {
            JsonOutput.Write(terminal, json =>
            {
                json.WriteString("model", model.Raw);
                json.WriteString("id", model.Id);
                json.WriteString("region", call.Tariff.Region);
                json.WriteString("scope", JsonText.Word(model.Scope));
                json.WriteString("tier", JsonText.Word(call.Tariff.Tier));
                json.WriteString("latency", call.Tariff.IsLatencyOptimized ? "optimized" : "standard");
                json.WriteString("at", DayOption.Text(call.At));
                json.WriteNumber("inputTokens", call.InputTokens);
                json.WriteString("basis", JsonText.Word(isByUnit ? PriceBasis.Known : price.Basis));
                if (isByUnit)
                    Kinds(json, null, null, null, null, null);
                else
                    Kinds(json, price.Input, price.Output, price.CacheRead, price.CacheWrite5m, price.CacheWrite1h);
                Units(json, call.Units);
                json.WriteString("source", source);
                json.WriteString("date", said is { } date ? DayOption.Text(date) : null);
                json.WriteString("since", besides.Since is { } since ? DayOption.Text(since) : null);
                if (besides.Discount is { } discount)
                {
                    json.WriteStartObject("discount");
                    json.WriteNumber("percent", discount.Percent);
                    json.WriteString("source", discount.Source);
                    json.WriteEndObject();
                }
            });
            return ExitCode.Done;
        }

        var console = terminal.Out;
        var priced = $"{JsonText.Word(model.Scope)}, {JsonText.Word(call.Tariff.Tier)} tier"
            + (call.Tariff.IsLatencyOptimized ? ", latency-optimized" : "");
        var length = $"a call of {call.InputTokens.ToString("#,##0", CultureInfo.InvariantCulture)} input tokens";
        console.MarkupLineInterpolated(
            $"[bold]{PlainText.Of(model.Id)}[/] in {call.Tariff.Region}, {priced}, on {DayOption.Text(call.At)}, {length}");
        if (price.Basis == PriceBasis.FailSafe && !isByUnit)
            console.MarkupLineInterpolated($"[yellow]No price of this model is known: it is counted like {price.Source}.[/]");

        if (!isByUnit)
        {
            var table = new TextTable([new Column("tokens"), new Column("$ per million", Side.Right)]);
            foreach (var (kind, amount) in (IEnumerable<(string, decimal?)>)[("input", price.Input), ("output", price.Output),
                ("cache read", price.CacheRead), ("cache write, 5 minutes", price.CacheWrite5m),
                ("cache write, 1 hour", price.CacheWrite1h)])
            {
                table.Add(kind, amount is { } known ? PriceWords.Amount(known) : "none");
            }

            console.WriteLine();
            console.WriteTable(table);
        }

        if (call.Units.Count > 0)
        {
            var table = new TextTable([new Column("units"), new Column("$ for one", Side.Right)]);
            foreach (var unit in call.Units)
                table.Add(Name(unit), PriceWords.Amount(unit.PerUnit.Amount));
            console.WriteLine();
            console.WriteTable(table);
        }

        console.WriteLine();
        var dated = (said is { } day ? $", {DayOption.Text(day)}" : "")
            + (besides.Since is { } from ? $"; in force since {DayOption.Text(from)}" : "");
        console.WriteLine($"Source: {PlainText.Of(source)}{dated}");
        if (besides.Discount is { } less)
        {
            console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"Discount: {less.Percent:0.####} % off list prices ({PlainText.Of(less.Source)}), taken off here; none is off "
                    + $"your own."));
        }

        foreach (var other in besides.ByCaller)
            console.WriteLine($"By caller: {PlainText.Of(other)}");
        return ExitCode.Done;
    }

    /// <summary>In JSON every price, or those of a region; as text those for every region, or a region's own in their place.</summary>
    private static int List(ParseResult parsed, Terminal terminal, PriceBook book, string? region)
    {
        var own = book.Entries.Where(entry => entry.Region is not null && entry.Region == region)
            .Select(entry => ModelSpelling.Known.Canonical(entry.Model)).ToHashSet();
        var isAll = region is null && parsed.GetValue(CommonOptions.Output) == OutputFormat.Json;
        var entries = book.Entries.Where(entry => isAll || (entry.Region is null
                ? !own.Contains(ModelSpelling.Known.Canonical(entry.Model))
                : entry.Region == region)).OrderBy(entry => entry.Model, StringComparer.Ordinal)
            .ThenBy(entry => entry.Region, StringComparer.Ordinal).ThenBy(entry => entry.Scope).ThenBy(entry => entry.Tier)
            .ThenBy(entry => entry.AboveInputTokens).ThenBy(entry => entry.From);
        if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
        {
            JsonOutput.Write(terminal, json =>
            {
                json.WriteStartArray("prices");
                foreach (var entry in entries)
                {
                    json.WriteStartObject();
                    json.WriteString("model", entry.Model);
                    json.WriteString("scope", JsonText.Word(entry.Scope));
                    json.WriteString("region", entry.Region);
                    json.WriteString("tier", JsonText.Word(entry.Tier));
                    json.WriteString("from", entry.From is { } from ? DayOption.Text(from) : null);
                    if (entry.AboveInputTokens is { } above)
                        json.WriteNumber("aboveInputTokens", above);
                    else
                        json.WriteNull("aboveInputTokens");
                    Kinds(json, entry.Input, entry.Output, entry.CacheRead, entry.CacheWrite5m, entry.CacheWrite1h);
                    json.WriteString("source", entry.Source);
                    json.WriteString("date", entry.Date is { } date ? DayOption.Text(date) : null);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            });
            return ExitCode.Done;
        }

        var table = new TextTable(
        [
            new Column("model"),
            new Column("scope"),
            new Column("input", Side.Right),
            new Column("output", Side.Right),
            new Column("read", Side.Right),
            new Column("write 5 min", Side.Right, 1),
            new Column("write 1 h", Side.Right, 2),
        ]);
        foreach (var entry in entries)
        {
            table.Add([PlainText.Of(entry.Model), JsonText.Word(entry.Scope),
                .. new[] { entry.Input, entry.Output, entry.CacheRead, entry.CacheWrite5m, entry.CacheWrite1h }.Select(
                amount => (Cell)(amount is { } known ? PriceWords.Amount(known) : ""))]);
            foreach (var when in When(entry))
                table.Add([when, "", "", "", "", "", ""]);
        }

        terminal.Out.WriteTable(table);
        terminal.Out.WriteLine("Dollars per million tokens. `killswitch prices MODEL` says all that is in force, and who says so"
            + (region is null ? "; `--region` what a region charges." : "."));
        return ExitCode.Done;
    }

    // Each on a row of its own under the model.
    private static IEnumerable<string> When(PriceEntry entry)
    {
        if (entry.AboveInputTokens is { } above)
            yield return string.Create(CultureInfo.InvariantCulture, $"  above {above:#,##0} input tokens");
        if (entry.Region is { } region)
            yield return "  in " + region;
        if (entry.Tier != ServiceTier.Standard)
            yield return "  " + JsonText.Word(entry.Tier) + " tier";
        if (entry.From is { } from)
            yield return "  from " + DayOption.Text(from);
    }

    private static string Name(UnitPrice unit) => unit.Kind switch
    {
        UnitKind.Search => "each search",
        UnitKind.VideoSecond => "each second of video",
        _ => $"each image{(unit.IsPremium ? ", premium" : "")}{(unit.Side is { } side ? $", up to {side} pixels" : "")}",
    };

    private static void Units(Utf8JsonWriter json, IReadOnlyList<UnitPrice> units)
    {
        json.WriteStartArray("units");
        foreach (var unit in units)
        {
            json.WriteStartObject();
            json.WriteString("unit", JsonText.Word(unit.Kind));
            json.WriteBoolean("premium", unit.IsPremium);
            if (unit.Side is { } side)
                json.WriteNumber("side", side);
            else
                json.WriteNull("side");
            json.WriteNumber("usd", unit.PerUnit.Amount);
            json.WriteString("source", unit.Source);
            json.WriteString("date", DayOption.Text(unit.Date));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Kinds(
        Utf8JsonWriter json, decimal? input, decimal? output, decimal? cacheRead, decimal? cacheWrite5m, decimal? cacheWrite1h)
    {
        json.WriteStartObject("usdPerMillionTokens");
        foreach (var (name, amount) in (IEnumerable<(string, decimal?)>)[
            ("input", input), ("output", output), ("cacheRead", cacheRead), ("cacheWrite5m", cacheWrite5m), ("cacheWrite1h", cacheWrite1h)])
        {
            if (amount is { } known)
                json.WriteNumber(name, known);
            else
                json.WriteNull(name);
        }

        json.WriteEndObject();
    }

    private static DateOnly? Day(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        result.AddError($"`{text}` is no day; allowed: a date such as 2026-11-25");
        return null;
    }

    /// <param name="Since">The day from which a price of AWS's list holds.</param>
    /// <param name="Discount">What is taken off, whoever calls.</param>
    /// <param name="ByCaller">What is taken off some callers.</param>
    private sealed record Besides(DateOnly? Since, PriceDiscount? Discount, IReadOnlyList<string> ByCaller);

    private sealed record Call(Tariff Tariff, DateOnly At, long InputTokens, IReadOnlyList<UnitPrice> Units);
}
