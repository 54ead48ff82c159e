using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.Prices;

public class OwnPriceTests
{
    private const string Profile = "arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3";

    private static Price Find(PriceBook book, string model, string day = "2026-10-10", long inputTokens = 1) =>
        book.Find(ModelId.Parse(model), ServiceTier.Standard, Calls.At(day), inputTokens);

    [Theory]
    [InlineData("anthropic.claude-opus-4-6-v1")]
    [InlineData("anthropic.claude-opus-4-6-v1:0")]
    [InlineData("anthropic.claude-opus-4-6")]
    public void A_users_price_wins_however_the_model_is_spelled(string spelled)
    {
        var price = Find(new PriceBook([Calls.Own(spelled, 4m)]), "us.anthropic.claude-opus-4-6-v1");

        (price.Input, price.Output).ShouldBe((4m, 4m));
        price.Date.ShouldBeNull();
    }

    [Fact]
    public void What_a_users_price_leaves_out_keeps_its_list_price()
    {
        var own = Calls.Own("anthropic.claude-opus-4-6-v1", 4m) with { Output = null };
        var price = Find(new PriceBook([own]), "us.anthropic.claude-opus-4-6-v1");

        (price.Input, price.Output, price.CacheRead, price.CacheWrite5m).ShouldBe((4m, 27.5m, 0.55m, 6.875m));
        price.CacheWrite1h.ShouldBe(11m); // twice the input price of the list
        price.Source.ShouldBe("private offer; genai-prices 0.1.8");
    }

    [Fact]
    public void A_users_price_holds_from_its_day_and_the_list_price_before()
    {
        var book = new PriceBook(
            [Calls.Own("anthropic.claude-opus-4-6", 4m, "2026-06-01"), Calls.Own("anthropic.claude-opus-4-6", 3m, "2026-09-01")]);

        Find(book, "us.anthropic.claude-opus-4-6-v1", "2026-05-31").Input.ShouldBe(5.5m);
        Find(book, "us.anthropic.claude-opus-4-6-v1", "2026-06-01").Input.ShouldBe(4m);
        Find(book, "us.anthropic.claude-opus-4-6-v1", "2026-08-31").Input.ShouldBe(4m);
        Find(book, "us.anthropic.claude-opus-4-6-v1", "2026-09-01").Input.ShouldBe(3m);
    }

    [Fact]
    public void A_call_older_than_every_price_of_its_model_takes_the_earliest()
    {
        var book = new PriceBook([Calls.Own("acme.model", 4m, "2026-06-01"), Calls.Own("acme.model", 3m, "2026-09-01")]);

        var price = Find(book, "acme.model", "2026-01-01");
        (price.Input, price.Basis).ShouldBe((4m, PriceBasis.Known));
    }

    [Fact]
    public void A_users_price_for_one_scope_leaves_the_other_alone()
    {
        var book = new PriceBook([Calls.Own("anthropic.claude-opus-4-6", 4m) with { Scope = PriceScope.Global }]);

        Find(book, "global.anthropic.claude-opus-4-6-v1").Input.ShouldBe(4m);
        Find(book, "us.anthropic.claude-opus-4-6-v1").Input.ShouldBe(5.5m);
    }

    [Fact]
    public void A_regional_call_to_a_model_with_a_global_price_only_takes_that_and_the_premium()
    {
        var price = Find(new PriceBook([Calls.Own("acme.model", 4m) with { Scope = PriceScope.Global }]), "us.acme.model");

        (price.Input, price.Output, price.Basis).ShouldBe((4.4m, 4.4m, PriceBasis.Known));
        price.Source.ShouldBe("private offer (global ×1.1: AWS price list: Claude 4.5 and later, Nova 2, GPT-5.6)");
    }

    [Fact]
    public void An_arn_that_hides_its_model_can_have_a_price_of_its_own()
    {
        var price = Find(new PriceBook([Calls.Own(Profile, 4m)]), Profile);

        (price.Input, price.Basis).ShouldBe((4m, PriceBasis.Known));
    }

    [Fact]
    public void A_price_for_an_arn_stands_above_the_price_of_the_model_behind_it()
    {
        var resolved = new ModelId(Profile, "anthropic.claude-opus-4-6-v1", ModelScope.Regional, IsOpaque: false);

        var price = new PriceBook([Calls.Own("anthropic.claude-opus-4-6", 2m), Calls.Own(Profile, 4m) with { Output = null }])
            .Find(resolved, ServiceTier.Standard, Calls.Autumn, 1);
        (price.Input, price.Output, price.CacheRead).ShouldBe((4m, 2m, 0.55m));

        new PriceBook().Find(resolved, ServiceTier.Standard, Calls.Autumn, 1).Input.ShouldBe(5.5m);
    }

    [Fact]
    public void A_users_price_for_long_prompts_leaves_short_ones_alone()
    {
        var book = new PriceBook([Calls.Own("anthropic.claude-opus-4-6", 9m) with { AboveInputTokens = 200_000 }]);

        Find(book, "us.anthropic.claude-opus-4-6-v1", inputTokens: 200_000).Input.ShouldBe(5.5m);
        Find(book, "us.anthropic.claude-opus-4-6-v1", inputTokens: 200_001).Input.ShouldBe(9m);
    }
}
