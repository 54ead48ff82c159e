using System.Text.Json;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.PolicyFile;
using KillSwitch.Engine.Replay;
using KillSwitch.Engine.Tests.Cycle;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Replay;

/// <summary>Under own prices and discounts a guard stops where the back-test with the same policy says, to the last digit.</summary>
public class OwnPricesReplayTests
{
    private const string Text = """
        version: 1
        prices:
          - { model: amazon.nova-pro-v1:0, input: 0.7123, output: 2.9, source: "private offer" }
        discounts:
          - { match: { principal: role/ci }, percent: 33.3333, source: "EDP for CI" }
          - { match: { model: "anthropic.*" }, percent: 17.25, from: 2026-01-01, source: "EDP" }
        rules:
          - { id: cap, per: principal, limit: { usd: 40 }, every: day, stop: principal, brake: exact }
          - { id: braked, per: principal, limit: { usd: 60 }, every: day, stop: none, notify: [50%, breach] }
        """;

    private static readonly Policy InForce = PolicyFileReader.Read(Text).Policy!;

    // Each second a call of three callers in turn, to three models in turn, each a little longer than the one before.
    private static readonly Invocation[] Recorded =
    [
        .. Enumerable.Range(0, 400).Select(n => Call(
            n, n, usd: 100 + n, role: ((string[])["agent", "ci", "other"])[n % 3], session: "s",
            model: ((string[])["us.anthropic.claude-opus-4-6-v1", "amazon.nova-pro-v1:0", "eu.anthropic.claude-opus-4-6-v1"])[n / 3 % 3],
            input: 9_000 + (17 * n), cacheRead: 1_000 + n)),
    ];

    [Fact]
    public async Task The_guard_stops_where_the_back_test_says()
    {
        var replay = await Backtest(InForce);
        var harness = new MeterHarness(InForce, prices: PolicyPrices.Book(InForce));

        foreach (var call in Recorded)
        {
            if (!harness.Account.IsDenied(call))
                await harness.Run([call]);
        }

        var stops = await harness.Stops.OpenAsync(default);
        stops.Count.ShouldBe(3);
        stops.Select(stop => (stop.Target.Name, stop.Evidence!.LastRecord.AddSeconds(20), stop.Evidence.Measured)).ShouldBe(
            replay.Stops.Select(stop => (stop.Target.Name, stop.At, stop.Measured)), ignoreOrder: true);
        stops.ShouldAllBe(stop => stop.Evidence!.Total.Discount.Amount > 0);
    }

    [Fact]
    public async Task The_result_has_both_estimated_and_list_spend_where_discounts_apply()
    {
        var result = await Backtest(InForce);
        using var bytes = new MemoryStream();
        ReplayJson.Write(result, bytes);
        var json = JsonDocument.Parse(bytes.ToArray()).RootElement;

        var (spend, list) = (json.GetProperty("spend"), json.GetProperty("listSpend"));
        list.EnumerateObject().Select(member => member.Name).ShouldBe(["withoutGuard", "withGuard", "saved"]);
        var without = Recorded.Select(PolicyPrices.Book(InForce with { Discounts = [] }).Price).Sum(call => call.Cost.Amount);
        list.GetProperty("withoutGuard").GetDecimal().ShouldBe(decimal.Round(without, 6, MidpointRounding.AwayFromZero));
        spend.GetProperty("withoutGuard").GetDecimal().ShouldBeLessThan(list.GetProperty("withoutGuard").GetDecimal());
        spend.GetProperty("withGuard").GetDecimal().ShouldBeLessThan(list.GetProperty("withGuard").GetDecimal());
    }

    [Fact]
    public async Task Without_a_discount_there_is_no_list_spend()
    {
        using var bytes = new MemoryStream();
        ReplayJson.Write(await Backtest(InForce with { Discounts = [] }), bytes);

        JsonDocument.Parse(bytes.ToArray()).RootElement.TryGetProperty("listSpend", out _).ShouldBeFalse();
    }

    private static ValueTask<ReplayResult> Backtest(Policy policy) =>
        Engine.Replay.Replay.RunAsync(policy, PolicyPrices.Book(policy), Recorded, ReplayOptions.Default, null, default);
}
