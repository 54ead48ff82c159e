using System.Globalization;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.Prices;

public class PriceBookTests
{
    private readonly PriceBook _book = new();

    // A million of each kind: input, output, cache read, cache write 5 m, cache write 1 h. The cost is worked by hand.
    [Theory]
    [InlineData("us.anthropic.claude-opus-4-6-v1", 5.5, 27.5, 0.55, 6.875, 11)]
    [InlineData("global.anthropic.claude-opus-4-6-v1", 5, 25, 0.5, 6.25, 10)]
    [InlineData("eu.anthropic.claude-sonnet-4-6", 3.3, 16.5, 0.33, 4.125, 6.6)]
    [InlineData("us.anthropic.claude-opus-4-1-20250805-v1:0", 15, 75, 1.5, 18.75, 30)]
    [InlineData("us.anthropic.claude-opus-4-5-20251101-v1:0", 5.5, 27.5, 0.55, 6.875, 11)]
    [InlineData("anthropic.claude-opus-5", 5.5, 27.5, 0.55, 6.875, 11)]
    [InlineData("anthropic.claude-opus-5-5", 4.4, 22, 0.22, 5.5, 8.8)]
    [InlineData("global.anthropic.claude-opus-5-5", 4, 20, 0.2, 5, 8)]
    [InlineData("global.anthropic.claude-fable-5-1", 10, 50, 0.25, 12.5, 20)]
    [InlineData("global.anthropic.claude-fable-5", 10, 50, 1, 12.5, 20)]
    [InlineData("global.anthropic.claude-sonnet-5-5", 2, 10, 0.2, 2.5, 4)]
    [InlineData("eu.anthropic.claude-sonnet-5-5", 2.2, 11, 0.22, 2.75, 4.4)]
    [InlineData("amazon.nova-micro-v1:0", 0.035, 0.14, 0.00875, 0, 0)]
    [InlineData("us.amazon.nova-pro-v1:0", 0.8, 3.2, 0.2, 0, 0)]
    [InlineData("global.amazon.nova-2-lite-v1:0", 0.3, 2.5, 0.075, 0, 0)]
    [InlineData("us.amazon.nova-2-lite-v1:0", 0.33, 2.75, 0.0825, 0, 0)]
    [InlineData("meta.llama3-3-70b-instruct-v1:0", 0.72, 0.72, 0.72, 0.72, 0.72)]
    [InlineData("openai.gpt-oss-120b-1:0", 0.15, 0.6, 0.15, 0.15, 0.15)]
    public void A_known_model_has_a_price_for_each_kind_of_token(
        string model, decimal input, decimal output, decimal cacheRead, decimal cacheWrite5m, decimal cacheWrite1h)
    {
        var price = _book.Find(ModelId.Parse(model), ServiceTier.Standard, Calls.Autumn, 1000);

        price.Basis.ShouldBe(PriceBasis.Known);
        (price.Input, price.Output, price.CacheRead, price.CacheWrite5m, price.CacheWrite1h)
            .ShouldBe((input, output, cacheRead, cacheWrite5m, cacheWrite1h));
    }

    [Theory]
    [InlineData(
        "us.anthropic.claude-opus-4-6-v1", 1_000_000, 100_000, 2_000_000, 500_000, 200_000, "13.6125")] // 5.5+2.75+1.1+0.3×6.875+0.2×11
    [InlineData("global.anthropic.claude-opus-4-6-v1", 1_000_000, 100_000, 2_000_000, 500_000, 0, "11.625")]
    [InlineData("us.anthropic.claude-opus-4-6-v1", 1, 0, 0, 0, 0, "0.0000055")]
    [InlineData("us.anthropic.claude-opus-4-6-v1", 0, 0, 0, 1, 0, "0.000006875")]
    [InlineData("amazon.nova-micro-v1:0", 3, 7, 11, 0, 0, "0.00000118125")]
    [InlineData("amazon.titan-embed-text-v1", 20_000, 0, 0, 0, 0, "0.002")]
    [InlineData("amazon.titan-embed-text-v2:0", 20_000, 0, 0, 0, 0, "0.0004")]
    public void A_call_costs_tokens_times_price_and_nothing_is_rounded(
        string model, long input, long output, long cacheRead, long cacheWrite, long cacheWrite1h, string cost)
    {
        var priced = _book.Price(Calls.To(model, new TokenUsage(input, output, cacheRead, cacheWrite, cacheWrite1h)));

        priced.ShouldBe(new PricedCall(new Usd(decimal.Parse(cost, CultureInfo.InvariantCulture)), PriceBasis.Known));
    }

    [Theory]
    [InlineData("anthropic.claude-opus-4-6-v1")]
    [InlineData("anthropic.claude-opus-4-6-v1:0")]
    [InlineData("anthropic.claude-opus-4-6")]
    [InlineData("us.anthropic.claude-opus-4-6-v1")]
    [InlineData("jp.anthropic.claude-opus-4-6-v1:0")]
    [InlineData("us-gov.anthropic.claude-opus-4-6-v1:0")]
    [InlineData("anthropic.claude-opus-4-6-v1:0:200k")]
    [InlineData("arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1")]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:inference-profile/us.anthropic.claude-opus-4-6-v1")]
    public void Every_spelling_of_a_model_has_its_price(string model)
    {
        var price = _book.Find(ModelId.Parse(model), ServiceTier.Standard, Calls.Autumn, 0);

        (price.Input, price.Basis).ShouldBe((5.5m, PriceBasis.Known));
    }

    [Theory]
    [InlineData("anthropic.claude-opus-5", 5.5)]
    [InlineData("anthropic.claude-opus-5-5", 4.4)]
    [InlineData("anthropic.claude-sonnet-4-5", 3.3)]
    [InlineData("anthropic.claude-haiku-4-5", 1.1)]
    [InlineData("amazon.titan-embed-text-v1", 0.1)]
    [InlineData("amazon.titan-embed-text-v2:0", 0.02)]
    [InlineData("amazon.nova-pro-v1:0:300k", 0.8)]
    public void A_model_never_takes_the_price_of_one_that_is_spelled_almost_alike(string model, decimal input) =>
        _book.Find(ModelId.Parse(model), ServiceTier.Standard, Calls.Autumn, 0).Input.ShouldBe(input);

    [Theory]
    [InlineData("amazon.titan-embed-text-v3")]
    [InlineData("anthropic.claude-opus")]
    [InlineData("anthropic.claude-opus-5-6")]
    [InlineData("anthropic.claude-opus-4-6-v2:0")]
    [InlineData("amazon.nova-pro-v10:0")]
    public void A_model_that_no_one_has_priced_is_no_known_model(string model) =>
        _book.Find(ModelId.Parse(model), ServiceTier.Standard, Calls.Autumn, 0).Basis.ShouldBe(PriceBasis.FailSafe);

    [Fact]
    public void A_global_call_to_a_model_with_a_regional_price_only_takes_that()
    {
        var price = _book.Find(ModelId.Parse("global.anthropic.claude-opus-4-1-20250805-v1:0"), ServiceTier.Standard, Calls.Autumn, 0);

        (price.Input, price.Basis).ShouldBe((15m, PriceBasis.Known));
    }

    [Fact]
    public void A_refused_call_costs_nothing_and_is_never_unpriced() =>
        _book.Price(Calls.To("nobody.knows", new TokenUsage(1_000_000)) with { ErrorCode = "ThrottlingException" })
            .ShouldBe(new PricedCall(Usd.Zero, PriceBasis.Known));

    [Fact]
    public void An_hours_writes_beyond_all_writes_do_not_turn_the_rest_negative() =>
        _book.Price(Calls.To(
            "us.anthropic.claude-opus-4-6-v1", new TokenUsage(CacheWriteInputTokens: 1_000_000, CacheWrite1hInputTokens: 9_000_000)))
            .Cost.ShouldBe(new Usd(11m));

    [Fact]
    public void A_trillion_tokens_at_the_dearest_price_still_fit() =>
        _book.Price(Calls.To("us.anthropic.claude-opus-4-1-20250805-v1:0", new TokenUsage(
                1_000_000_000_000, 1_000_000_000_000, 1_000_000_000_000, 1_000_000_000_000, 1_000_000_000_000), ServiceTier.Priority))
            .Cost.ShouldBe(new Usd((15m + 75m + 1.5m + 30m) * 1.75m * 1_000_000m));

    [Fact]
    public void Pricing_a_known_call_again_allocates_nothing()
    {
        var call = Calls.To("us.anthropic.claude-opus-4-6-v1", new TokenUsage(1000, 200, 3000, 400, 100));
        _book.Price(call);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
            _book.Price(call);

        // Less than a byte a call: the runtime itself may allocate once while it compiles the loop anew.
        ((GC.GetAllocatedBytesForCurrentThread() - before) / 1000).ShouldBe(0);
    }

    [Fact]
    public void Model_ids_that_callers_make_up_are_not_remembered_without_bound()
    {
        for (var i = 0; i < 10_000; i++)
            _book.Price(Calls.To($"made.up-{i}", new TokenUsage(1)));

        _book.Price(Calls.To("us.anthropic.claude-opus-4-6-v1", new TokenUsage(1_000_000))).Cost.ShouldBe(new Usd(5.5m));
    }
}
