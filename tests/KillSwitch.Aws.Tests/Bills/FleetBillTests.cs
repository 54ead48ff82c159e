using System.Text.Json;
using Amazon.CostExplorer;
using Amazon.Runtime;
using KillSwitch.Aws.Bills;
using KillSwitch.Aws.Tests.Api;
using KillSwitch.Core.Bills;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Bills;
using KillSwitch.Engine.InMemory;
using Dimension = KillSwitch.Core.Policies.Dimension;

namespace KillSwitch.Aws.Tests.Bills;

/// <summary>A day of a fleet, billed by a fake Cost Explorer and metered hour by hour at the prices in force.</summary>
public class FleetBillTests
{
    private const string Account = "111122223333";
    private const string Here = "us-east-1";
    private const string Opus = "anthropic.claude-opus-4-7";
    private const string Gpt = "openai.gpt-oss-120b-1:0";
    private const string OpusService = "Claude Opus 4.7 (Amazon Bedrock Edition)";

    private static readonly DateOnly Day = new(2026, 11, 28);
    private static readonly PriceBook Prices = new([Price(Opus, 5.5m, 27.5m), Price(Gpt, 0.15m, 0.6m)]);

    // An hour of each.
    private static readonly TokenUsage OpusHour = new(1_000_000, 200_000, 3_000_000, 100_000);
    private static readonly TokenUsage GptHour = new(40_000_000, 5_000_000);

    [Fact]
    public async Task What_was_billed_and_metered_alike_agrees_to_the_cent()
    {
        var held = await HoldAsync(hours: 24, gptAt: 1);

        held.Agrees.ShouldBeTrue();
        held.Billed.ShouldBe(held.Metered);
        held.Models.Select(model => (model.Model, model.Calls)).ShouldBe([(Opus, 2400), (Gpt, 2400)]);
    }

    [Fact]
    public async Task Of_a_lost_log_and_a_price_that_moved_it_says_which_is_which()
    {
        // Opus wrote no record for six hours; the open model costs a third more.
        var held = await HoldAsync(hours: 18, gptAt: 4 / 3m);

        var opus = held.Models.Single(model => model.Model == Opus);
        BillWords.Of(opus, opus.Drifts.ShouldHaveSingleItem()).ShouldBe("records are missing: $80.03 more was billed than records tell");
        var gpt = held.Models.Single(model => model.Model == Gpt);
        BillWords.Of(gpt, gpt.Drifts.ShouldHaveSingleItem()).ShouldBe(
            "the price moved: what was metered costs $72.00 more than was estimated (input at $0.20 a million tokens instead of $0.15)");
    }

    private static async Task<BillComparison> HoldAsync(int hours, decimal gptAt)
    {
        var ledger = new InMemoryLedger();
        await ledger.SetAsync([.. Hours(Opus, OpusHour, hours), .. Hours(Gpt, GptHour, 24)], default);
        (string Service, string UsageType, decimal Quantity, decimal Rate)[] lines =
        [
            (OpusService, "USE1-MP:USE1_input_tokens_standard-Units", 24, 5.5m),
            (OpusService, "USE1-MP:USE1_output_tokens_standard-Units", 4.8m, 27.5m),
            (OpusService, "USE1-MP:USE1_cache_read_tokens_standard-Units", 72, 0.55m),
            (OpusService, "USE1-MP:USE1_cache_write_tokens_standard-Units", 2.4m, 6.875m),
            ("Amazon Bedrock", "USE1-gpt-oss-120b-input-tokens", 960_000, 0.00015m * gptAt),
            ("Amazon Bedrock", "USE1-gpt-oss-120b-output-tokens", 120_000, 0.0006m * gptAt),
        ];
        using var endpoint = new ScriptedEndpoint(
            Answer(lines.Select(line => new[] { line.Service }), lines),
            Answer(lines.Select(line => new[] { line.UsageType, Here }), lines),
            Answer(lines.Select(line => new[] { line.Service, line.UsageType }), lines));
        using var client = new AmazonCostExplorerClient(
            new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
            new AmazonCostExplorerConfig { ServiceURL = endpoint.Url, AuthenticationRegion = Here, MaxErrorRetry = 0 });
        var reader = new BillReader(new CostExplorerBill(client, Account), ledger, Prices, WindowCalendar.Of("UTC"), Account);
        return (await reader.ReadAsync([Day], [Here], default)).ShouldHaveSingleItem();
    }

    private static IEnumerable<(CounterKey, Usage)> Hours(string model, TokenUsage tokens, int hours)
    {
        var start = new DateTimeOffset(Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var scope = ScopeText.Of(
            dimension => dimension == Dimension.Account ? Account : dimension == Dimension.Region ? Here : model,
            [Dimension.Account, Dimension.Region, Dimension.Model], "");
        for (var hour = 0; hour < hours; hour++)
        {
            var window = new Window(start.AddHours(hour).ToUnixTimeSeconds(), start.AddHours(hour + 1).ToUnixTimeSeconds());
            yield return (new CounterKey(scope, window),
                new Usage(100, tokens, Prices.PriceMany(ModelId.Parse(model), Here, start, 100, tokens).Cost));
        }
    }

    private static ScriptedEndpoint.Answer Answer(
        IEnumerable<string[]> keys, (string Service, string UsageType, decimal Quantity, decimal Rate)[] lines) => new(
        200,
        JsonSerializer.Serialize(new
        {
            ResultsByTime = new[]
            {
                new
                {
                    TimePeriod = new { Start = "2026-11-28", End = "2026-11-29" },
                    Groups = keys.Zip(lines, (key, line) => new
                    {
                        Keys = key,
                        Metrics = new
                        {
                            UnblendedCost = new { Amount = Text(line.Quantity * line.Rate), Unit = "USD" },
                            UsageQuantity = new { Amount = Text(line.Quantity), Unit = line.Quantity > 1000 ? "1K tokens" : "Units" },
                        },
                    }),
                },
            },
        }),
        "application/x-amz-json-1.1");

    private static string Text(decimal amount) => amount.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static PriceEntry Price(string model, decimal input, decimal output) => new()
    {
        Model = model,
        Input = input,
        Output = output,
        CacheRead = input / 10,
        CacheWrite5m = input * 1.25m,
        CacheWrite1h = input * 2,
        Source = "a test",
    };
}
