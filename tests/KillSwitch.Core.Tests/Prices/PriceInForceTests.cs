using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.Prices;

public class PriceInForceTests
{
    private readonly PriceBook _book = new();

    // The whole call is priced by its total input, cached tokens included.
    [Theory]
    [InlineData("openai.gpt-5.6-sol", 271_999, 4.4, 22)]
    [InlineData("openai.gpt-5.6-sol", 272_000, 8.8, 33)]
    [InlineData("global.openai.gpt-5.6-luna", 271_999, 0.2, 1.2)]
    [InlineData("global.openai.gpt-5.6-luna", 272_000, 0.4, 1.8)]
    [InlineData("global.anthropic.claude-sonnet-4-5-20250929-v1:0", 200_000, 3, 15)]
    [InlineData("global.anthropic.claude-sonnet-4-5-20250929-v1:0", 200_001, 6, 22.5)]
    [InlineData("us.anthropic.claude-sonnet-4-5-20250929-v1:0", 200_001, 6.6, 24.75)]
    [InlineData("us.anthropic.claude-sonnet-4-20250514-v1:0", 200_001, 6, 22.5)]
    [InlineData("global.anthropic.claude-haiku-5-5", 100_000, 0.1, 0.5)]
    [InlineData("global.anthropic.claude-haiku-5-5", 100_001, 0.5, 2.5)]
    [InlineData("us.anthropic.claude-opus-4-6-v1", 900_000, 5.5, 27.5)]
    public void A_long_prompt_is_dearer_from_its_models_threshold_on(string model, long inputTokens, decimal input, decimal output)
    {
        var price = _book.Find(ModelId.Parse(model), ServiceTier.Standard, Calls.Autumn, inputTokens);

        (price.Input, price.Output).ShouldBe((input, output));
    }

    [Fact]
    public void Cached_tokens_count_toward_the_threshold_of_a_long_prompt()
    {
        var tokens = new TokenUsage(InputTokens: 1, CacheReadInputTokens: 200_000, CacheWriteInputTokens: 1, OutputTokens: 1);

        _book.Price(Calls.To("global.openai.gpt-5.6-sol", tokens with { CacheReadInputTokens = 271_997 })).Cost.Amount
            .ShouldBe((4 + 20 + 5 + (271_997 * 0.4m)) / 1_000_000);
        _book.Price(Calls.To("global.openai.gpt-5.6-sol", tokens with { CacheReadInputTokens = 271_998 })).Cost.Amount
            .ShouldBe((8 + 30 + 10 + (271_998 * 0.8m)) / 1_000_000);
    }

    [Theory]
    [InlineData("global.openai.gpt-5.6-sol", "2026-08-20", 5, 30)]
    [InlineData("global.openai.gpt-5.6-sol", "2026-08-21", 4, 20)]
    [InlineData("global.openai.gpt-5.6-sol", "2025-01-01", 5, 30)]
    [InlineData("openai.gpt-5.6-luna", "2026-07-29", 1.1, 6.6)]
    [InlineData("openai.gpt-5.6-luna", "2026-07-30", 0.22, 1.32)]
    public void A_price_is_in_force_from_its_first_day_on(string model, string day, decimal input, decimal output)
    {
        var price = _book.Find(ModelId.Parse(model), ServiceTier.Standard, Calls.At(day), 1000);

        (price.Input, price.Output).ShouldBe((input, output));
    }

    [Fact]
    public void A_price_begins_at_midnight_utc()
    {
        var sol = ModelId.Parse("global.openai.gpt-5.6-sol");
        var midnight = Calls.At("2026-08-21");

        _book.Find(sol, ServiceTier.Standard, midnight.AddTicks(-1), 1).Input.ShouldBe(5);
        _book.Find(sol, ServiceTier.Standard, midnight.ToOffset(TimeSpan.FromHours(-7)), 1).Input.ShouldBe(4);
    }

    [Fact]
    public void A_launch_price_without_a_long_context_tier_has_none() =>
        _book.Find(ModelId.Parse("openai.gpt-5.6-luna"), ServiceTier.Standard, Calls.At("2026-07-20"), 500_000).Input.ShouldBe(1.1m);

    [Theory]
    [InlineData("openai.gpt-oss-120b-1:0", ServiceTier.Standard, 0.15)]
    [InlineData("openai.gpt-oss-120b-1:0", ServiceTier.Priority, 0.2625)]
    [InlineData("openai.gpt-oss-120b-1:0", ServiceTier.Flex, 0.075)]
    [InlineData("openai.gpt-oss-20b-1:0", ServiceTier.Flex, 0.035)]
    [InlineData("openai.gpt-oss-120b-1:0", ServiceTier.Batch, 0.075)]
    [InlineData("us.anthropic.claude-opus-4-6-v1", ServiceTier.Batch, 2.75)]
    [InlineData("us.anthropic.claude-opus-4-6-v1", ServiceTier.Flex, 5.5)] // no price known: the standard one
    [InlineData("us.anthropic.claude-opus-4-6-v1", ServiceTier.Priority, 9.625)] // no price known: the premium known elsewhere
    public void A_service_tier_has_its_factor_and_never_less_than_standard_where_none_is_known(
        string model, ServiceTier tier, decimal input) =>
        _book.Find(ModelId.Parse(model), tier, Calls.Autumn, 1).Input.ShouldBe(input);

    [Fact]
    public void Zero_is_unknown_and_never_free()
    {
        var list = PriceList.Read("""
            {"version":1,"prices":[
            {"model":"a.zero","scope":"any","input":0,"output":0,"source":"s","date":"2026-01-01"},
            {"model":"a.half","scope":"any","input":2,"output":8,"cacheRead":0,"cacheWrite5m":0,"source":"s","date":"2026-01-01"}]}
            """u8.ToArray());
        var book = new PriceBook(list, PriceList.Overrides, [Calls.Own("a.half", 0m)], UnpricedModels.FailSafe);

        book.Find(ModelId.Parse("a.zero"), ServiceTier.Standard, Calls.Autumn, 1).Basis.ShouldBe(PriceBasis.FailSafe);
        var half = book.Find(ModelId.Parse("a.half"), ServiceTier.Standard, Calls.Autumn, 1);
        // But a cache may be written for nothing.
        (half.Input, half.Output, half.CacheRead, half.CacheWrite5m, half.Basis).ShouldBe((2m, 8m, 2m, 0m, PriceBasis.Known));
    }

    [Fact]
    public void A_price_says_where_it_comes_from()
    {
        var price = _book.Find(ModelId.Parse("openai.gpt-oss-120b-1:0"), ServiceTier.Flex, Calls.Autumn, 1);

        price.Source.ShouldBe("genai-prices 0.1.8 (Flex ×0.5: AWS price list)");
        price.Date.ShouldBe(new DateOnly(2026, 9, 23));
    }
}
