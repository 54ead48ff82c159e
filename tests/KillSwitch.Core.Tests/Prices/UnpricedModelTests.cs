using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.Prices;

public class UnpricedModelTests
{
    private static readonly TokenUsage Million = new(1_000_000, 1_000_000, 1_000_000, 2_000_000, 1_000_000);

    // Anthropic: Opus 4 at 15 / 75 / 1.5 / 18.75 and, at twice its input, 30 for an hour.
    [Theory]
    [InlineData("us.anthropic.claude-opus-9", 15 + 75 + 1.5 + 18.75 + 30)]
    // Everything: GPT-6 Astra's long prompts at 22 / 82.5 / 2.2 / 27.5, and Opus 4's hour at 30.
    [InlineData("nobody.knows-v1:0", 22 + 82.5 + 2.2 + 27.5 + 30)]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3", 22 + 82.5 + 2.2 + 27.5 + 30)]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:imported-model/a1b2c3", 22 + 82.5 + 2.2 + 27.5 + 30)]
    [InlineData("", 22 + 82.5 + 2.2 + 27.5 + 30)]
    public void An_unknown_model_costs_the_dearest_of_its_vendor_or_of_all(string model, decimal cost) =>
        new PriceBook().Price(Calls.To(model, Million)).ShouldBe(new PricedCall(new Usd(cost), PriceBasis.FailSafe));

    [Fact]
    public void A_discount_is_no_part_of_a_fail_safe_price_but_a_premium_is()
    {
        var book = new PriceBook();
        decimal Cost(ServiceTier tier) => book.Price(Calls.To("anthropic.claude-opus-9", Million, tier)).Cost.Amount;

        Cost(ServiceTier.Batch).ShouldBe(Cost(ServiceTier.Standard));
        Cost(ServiceTier.Flex).ShouldBe(Cost(ServiceTier.Standard));
        Cost(ServiceTier.Priority).ShouldBe(Cost(ServiceTier.Standard) * 1.75m);
    }

    [Fact]
    public void An_unknown_model_costs_nothing_when_the_policy_ignores_it_and_that_is_told()
    {
        var book = new PriceBook(unpriced: UnpricedModels.Ignore);

        book.Price(Calls.To("nobody.knows", Million)).ShouldBe(new PricedCall(Usd.Zero, PriceBasis.Ignored));
        book.Find(ModelId.Parse("nobody.knows"), ServiceTier.Standard, Calls.Autumn, 1).Basis.ShouldBe(PriceBasis.Ignored);
        book.Price(Calls.To("us.anthropic.claude-opus-4-6-v1", new TokenUsage(1_000_000)))
            .ShouldBe(new PricedCall(new Usd(5.5m), PriceBasis.Known));
    }

    [Fact]
    public void Output_of_a_model_without_an_output_price_makes_the_call_unpriced()
    {
        var book = new PriceBook();

        book.Price(Calls.To("amazon.titan-embed-text-v1", new TokenUsage(1_000_000))).Basis.ShouldBe(PriceBasis.Known);
        book.Price(Calls.To("amazon.titan-embed-text-v1", new TokenUsage(1_000_000, 1_000_000)))
            .ShouldBe(new PricedCall(new Usd(2.5m + 12.5m), PriceBasis.FailSafe)); // the dearest of Amazon: Nova Premier
    }

    [Fact]
    public void A_vendors_discounts_do_not_hide_its_dearest_model_of_old()
    {
        var price = new PriceBook().Find(ModelId.Parse("openai.gpt-5.6-nova"), ServiceTier.Standard, Calls.Autumn, 1);

        (price.Input, price.Output, price.Source).ShouldBe((22m, 82.5m, "the dearest of `openai`"));
    }
}
