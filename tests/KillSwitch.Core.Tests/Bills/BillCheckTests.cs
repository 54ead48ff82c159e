using KillSwitch.Core.Bills;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.Bills;

public class BillCheckTests
{
    private const string Here = "us-east-1";
    private const string Opus = "anthropic.claude-opus-4-7";
    private const string OpusService = "Claude Opus 4.7 (Amazon Bedrock Edition)";
    private static readonly DateOnly Day = new(2026, 11, 28);

    // Dollars a million tokens.
    private static readonly PriceBook Prices =
        new([Price(Opus, 5.5m, 27.5m, 0.55m, 6.875m), Price("openai.gpt-oss-120b-1:0", 0.15m, 0.6m, 0, 0)]);

    // A day of a fleet: $60 of Opus, and $2.10 of an open model that AWS bills by the thousand.
    private static readonly TokenUsage OpusTokens = new(4_000_000, 1_000_000, 10_000_000, 800_000, 300_000);

    private static readonly IReadOnlyList<BilledUsage> Bill =
    [
        new(OpusService, "USE1-MP:USE1_input_tokens_standard-Units", Here, 4, "Units", new Usd(22)),
        new(OpusService, "USE1-MP:USE1_output_tokens_standard-Units", Here, 1, "Units", new Usd(27.5m)),
        new(OpusService, "USE1-MP:USE1_cache_read_tokens_standard-Units", Here, 10, "Units", new Usd(5.5m)),
        new(OpusService, "USE1-MP:USE1_cache_write_tokens_standard-Units", Here, 0.5m, "Units", new Usd(3.4375m)),
        new(OpusService, "USE1-MP:USE1_cache_write_tokens_1h_standard-Units", Here, 0.3m, "Units", new Usd(3.3m)),
        new("Amazon Bedrock", "USE1-gpt-oss-120b-input-tokens", Here, 10_000, "1K tokens", new Usd(1.5m)),
        new("Amazon Bedrock", "USE1-gpt-oss-120b-output-tokens", Here, 1_000, "1K tokens", new Usd(0.6m)),
    ];

    private static readonly IReadOnlyList<MeteredUsage> Metered =
        [Counted(Opus, OpusTokens, 61.7375m), Counted("openai.gpt-oss-120b-1:0", new TokenUsage(10_000_000, 1_000_000), 2.1m)];

    [Fact]
    public void A_day_of_a_fleet_agrees_to_the_cent()
    {
        var held = Hold(Bill, Metered);

        held.Agrees.ShouldBeTrue();
        (held.Billed, held.Metered).ShouldBe((new Usd(63.8375m), new Usd(63.8375m)));
        held.Unexplained.ShouldBeEmpty();
        var opus = held.Models[0];
        (opus.Model, opus.Region, opus.Calls).ShouldBe((Opus, Here, 100));
        opus.Lines.Select(line => (line.Kind, line.Billed.Tokens, line.Metered.Tokens)).ShouldBe(
        [
            (BilledKind.Input, 4_000_000, 4_000_000), (BilledKind.Output, 1_000_000, 1_000_000),
            (BilledKind.CacheRead, 10_000_000, 10_000_000), (BilledKind.CacheWrite, 800_000, 800_000),
        ]);
        Math.Round(opus.Lines[0].Metered.Rate!.Value, 6).ShouldBe(5.5m);
    }

    [Fact]
    public void A_lost_log_is_a_difference_of_quantity_and_a_moved_price_one_of_rate()
    {
        var half = new TokenUsage(2_000_000, 500_000, 5_000_000, 400_000, 150_000);
        var dearer = Bill.Select(line => line.UsageType.Contains("gpt-oss", StringComparison.Ordinal)
            ? line with { Cost = new Usd(line.Cost.Amount * 3) } : line).ToList();

        var held = Hold(dearer, [Counted(Opus, half, 61.7375m / 2), Metered[1]]);

        var opus = held.Models.Single(model => model.Model == Opus).Drifts.ShouldHaveSingleItem();
        (opus.Cause, Math.Round(opus.Amount.Amount, 4)).ShouldBe((BillCause.RecordsMissing, 30.8688m));
        var gpt = held.Models.Single(model => model.Model != Opus).Drifts.ShouldHaveSingleItem();
        (gpt.Cause, Math.Round(gpt.Amount.Amount, 4)).ShouldBe((BillCause.PriceMoved, 4.2m));
    }

    [Fact]
    public void One_kind_that_is_dearer_does_not_hide_another_that_is_cheaper()
    {
        var turned = Bill.Select(line => line.UsageType.Contains("_input", StringComparison.Ordinal) ? line with { Cost = new Usd(27) }
            : line.UsageType.Contains("_output", StringComparison.Ordinal) ? line with { Cost = new Usd(22.5m) } : line).ToList();

        var drift = Hold(turned, Metered).Models[0].Drifts.ShouldHaveSingleItem();

        (drift.Cause, Math.Round(drift.Amount.Amount, 4)).ShouldBe((BillCause.PriceMoved, 10));
    }

    [Theory]
    [InlineData(1.00, false)]
    [InlineData(1.01, true)]
    public void A_drift_is_more_than_a_dollar(decimal more, bool isDrift) =>
        Hold([.. Bill.Skip(1), Bill[0] with { Quantity = 4 * (22 + more) / 22, Cost = new Usd(22 + more) }], Metered)
            .Agrees.ShouldBe(!isDrift);

    [Theory]
    [InlineData(2_020_000, false)]
    [InlineData(2_030_000, true)]
    public void And_more_than_a_hundredth(long output, bool isDrift)
    {
        IReadOnlyList<BilledUsage> bill =
            [new(OpusService, "USE1-MP:USE1_output_tokens_standard-Units", Here, output / 10_000m, "Units", new(output / 10_000m * 27.5m))];

        Hold(bill, [Counted(Opus, new TokenUsage(OutputTokens: 200_000_000), 200 * 27.5m)]).Agrees.ShouldBe(!isDrift);
    }

    [Fact]
    public void What_no_record_tells_is_told_from_records_that_are_missing()
    {
        var held = Hold(
            [.. Bill, new("Amazon Bedrock", "USE1-NovaMicro-input-tokens-batch", Here, 1_000_000, "1K tokens", new Usd(17.5m))], Metered);

        var nova = held.Models.Single(model => model.Drifts.Count > 0);
        (nova.Model, nova.Drifts[0].Cause, nova.Drifts[0].Amount).ShouldBe(("amazon.nova-micro", BillCause.NotMetered, new Usd(17.5m)));
        nova.Lines[0].Tariffs.ShouldHaveSingleItem().Charge.Tier.ShouldBe(ServiceTier.Batch);
    }

    [Fact]
    public void A_model_never_takes_the_bill_of_one_that_resembles_it()
    {
        var held = Hold([.. Bill.Select(line => line with
        {
            Service = line.Service.Replace("4.7", "4.6", StringComparison.Ordinal),
        })], Metered);

        held.Models.SelectMany(model => model.Drifts, (model, drift) => (model.Model, drift.Cause)).ShouldBe(
            [("anthropic.claude-opus-4-6", BillCause.NotMetered), (Opus, BillCause.NotBilled)], ignoreOrder: true);
    }

    [Fact]
    public void What_nothing_explains_is_listed_by_name_and_held_against_nothing()
    {
        var held = Hold(
        [
            .. Bill.Skip(5),
            new("Amazon Bedrock", "USE1-Quux9-input-tokens", Here, 3, "1M tokens", new Usd(70)),
            new("Amazon Bedrock", "USE1-Guardrail-ContentPolicyUnitsConsumed", Here, 100, "1K Text Units", new Usd(15)),
            new("Amazon Bedrock", "USE1-NovaMicro-ProvisionedThroughput-NoCommit-ModelUnits", Here, 1, "hour", new Usd(60.5m)),
            new("Amazon Bedrock", "USE1-something-else", Here, 1, "N/A", new Usd(2)),
            new("Amazon Bedrock", "USE1-free-of-charge", Here, 1, "N/A", Usd.Zero),
        ], Metered);

        held.Unexplained.Select(one => (one.Usage.UsageType, one.Why)).ShouldBe(
        [
            ("USE1-Quux9-input-tokens", "no model of that name is known"),
            ("USE1-NovaMicro-ProvisionedThroughput-NoCommit-ModelUnits", "commitment, provisioned or training"),
            ("USE1-Guardrail-ContentPolicyUnitsConsumed", "it is not charged by the token"),
            ("USE1-something-else", "this usage type is not understood"),
        ]);
        // Opus is not billed, and the name that nobody knows may be its own.
        held.Agrees.ShouldBeTrue();
    }

    [Fact]
    public void A_region_that_is_not_heard_is_named_and_is_no_drift()
    {
        var held = Hold([.. Bill, Bill[1] with { Region = "eu-west-1" }], Metered);

        held.Agrees.ShouldBeTrue();
        held.Elsewhere.ShouldBe([("eu-west-1", new Usd(27.5m))]);
        (held.Billed, held.Metered).ShouldBe((new Usd(91.3375m), new Usd(63.8375m)));
    }

    [Fact]
    public void Lost_records_of_a_heard_region_are_seen_though_nothing_was_metered_there() =>
        Hold(Bill, []).Models.SelectMany(model => model.Drifts).ShouldAllBe(drift => drift.Cause == BillCause.NotMetered);

    private static BillComparison Hold(IReadOnlyList<BilledUsage> bill, IReadOnlyList<MeteredUsage> metered) =>
        new BillCheck(Prices).Hold(Day, bill, metered, [Here]);

    private static MeteredUsage Counted(string model, TokenUsage tokens, decimal cost) =>
        new(Here, ModelId.Parse(model), new Usage(100, tokens, new Usd(cost)));

    private static PriceEntry Price(string model, decimal input, decimal output, decimal read, decimal write) => new()
    {
        Model = model,
        Input = input,
        Output = output,
        CacheRead = read,
        CacheWrite5m = write,
        CacheWrite1h = input * 2,
        Source = "a test",
    };
}
