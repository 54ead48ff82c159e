using System.CommandLine.Parsing;
using System.CommandLine;
using System.Globalization;
using KillSwitch.Cli.Inputs;
using KillSwitch.Cli.Options;
using KillSwitch.Cli.Prices;
using KillSwitch.Cli.Session;
using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.PriceLists;

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
            var length = parsed.GetValue(tokens) ?? 0;
            var shown = new ShownPrice(
                tariff, day, length, book.UnitsOf(tariff.Model, tariff.Region, moment), book.Find(tariff, moment, length),
                book.DiscountOf(tariff.Model, tariff.Region, moment), [.. ByCaller(chosen, moment)]);
            // A name that hides its model may stand for any.
            var known = book.Entries.Select(entry => entry.Model);
            if (shown.Price.Basis == PriceBasis.FailSafe && !shown.IsByUnit && !tariff.Model.IsOpaque && !parsed.GetValue(anyway))
            {
                throw new BadInputException($"`{name}` has no price that is known"
                    + (NearestNames.Hint(tariff.Model.Id, known) is { Length: > 0 } hint ? hint : ";")
                    + " `--anyway` shows what the guard counts it at");
            }

            if (parsed.GetValue(CommonOptions.Output) == OutputFormat.Json)
                JsonOutput.Write(terminal, json => PriceJson.Write(json, shown));
            else
                PriceText.Write(terminal.Out, shown);
            return ExitCode.Done;
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
            JsonOutput.Write(terminal, json => PriceJson.Write(json, entries));
        else
            PriceListText.Write(terminal.Out, entries, region);
        return ExitCode.Done;
    }

    private static DateOnly? Day(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        result.AddError($"`{text}` is no day; allowed: a date such as 2026-11-25");
        return null;
    }
}
