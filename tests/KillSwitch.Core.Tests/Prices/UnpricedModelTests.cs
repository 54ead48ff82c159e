using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.Prices;

public class UnpricedModelTests
{
    private static readonly TokenUsage Million = new(1_000_000, 1_000_000, 1_000_000, 2_000_000, 1_000_000);

    private static readonly TokenUsage Some = new(1000, 1000, 1000, 2000, 1000);

    // Opus 4 at 15 / 75 / 1.5 / 18.75 and, at twice its input, 30 for an hour.
    [Theory]
    [InlineData("us.anthropic.claude-opus-9", 15 + 75 + 1.5 + 18.75 + 30)]
    // Haiku 4.5 in a region at 1.1 / 5.5 / 0.11 / 1.375 / 2.2; not Opus.
    [InlineData("us.anthropic.claude-haiku-6", 1.1 + 5.5 + 0.11 + 1.375 + 2.2)]
    // Everything: Opus 4, not the long prompts of anybody's flagship.
    [InlineData("nobody.knows-v1:0", 15 + 75 + 1.5 + 18.75 + 30)]
    [InlineData("arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/a1b2c3", 15 + 75 + 1.5 + 18.75 + 30)]
    [InlineData("", 15 + 75 + 1.5 + 18.75 + 30)]
    public void An_unknown_model_costs_the_dearest_of_its_kin_or_of_all(string model, decimal cost) =>
        Costs(new PriceBook(), Calls.To(model, Some)).ShouldBe((cost / 1000, PriceBasis.FailSafe));

    // Of each kin no word of another vendor's, and no other kind of answer.
    [Theory]
    [InlineData("openai.gpt-oss-nano-9b", "`openai.gpt-oss`", 0.15, 0.6)]
    [InlineData("openai.gpt-9-nova", "`openai.gpt`", 11, 55)]
    [InlineData("google.gemma-9-4b-it", "`google.gemma`", 0.23, 0.38)]
    [InlineData("allenai.olmo-9", "all", 15, 75)]
    [InlineData("minimax.abab-9", "`minimax`", 0.3, 1.2)]
    [InlineData("amazon.titan-embed-text-v9", "`amazon.titan-embed-text`'s embeddings", 0.1, 12.5)]
    [InlineData("nvidia.embed-9", "all's embeddings", 0.8, 0.65)]
    public void The_message_says_like_whom_it_is_counted(string model, string whose, decimal input, decimal output)
    {
        var price = new PriceBook().Find(new Tariff(ModelId.Parse(model), "us-east-1"), Calls.Autumn, 1000);

        (price.Source, price.Input, price.Output).ShouldBe(($"the dearest of {whose}", input, output));
    }

    // Of two vendors whose embeddings nobody knows, one has models that write.
    [Fact]
    public void What_one_unknown_model_was_counted_at_is_not_anothers()
    {
        var nvidia = new Tariff(ModelId.Parse("nvidia.embed-9"), "us-east-1");
        var newco = new Tariff(ModelId.Parse("newco.embed-9"), "us-east-1");
        var (first, second) = (new PriceBook(), new PriceBook());

        first.Find(nvidia, Calls.Autumn, 1).ShouldNotBe(first.Find(newco, Calls.Autumn, 1));
        second.Find(newco, Calls.Autumn, 1).ShouldBe(first.Find(newco, Calls.Autumn, 1));
        second.Find(nvidia, Calls.Autumn, 1).ShouldBe(first.Find(nvidia, Calls.Autumn, 1));
    }

    [Fact]
    public void An_unknown_model_costs_like_its_kin_in_its_region_and_at_its_length()
    {
        var book = new PriceBook();
        decimal Input(string model, string region, long tokens) =>
            book.Find(new Tariff(ModelId.Parse(model), region), Calls.Autumn, tokens).Input;

        Input("minimax.minimax-m9", "eu-west-2", 1000).ShouldBe(0.47m);
        Input("amazon.nova-micro-v9:0", "eu-west-2", 1000).ShouldBe(0.049m);
        Input("openai.gpt-9-nova", "us-east-1", 272_000).ShouldBe(22m);
        // Of somebody else's flagship its long prompts are left out.
        Input("newco.large-1", "us-east-1", 1_000_000).ShouldBe(15m);
        Input("anthropic.claude-haiku-6", "us-gov-west-1", 1000).ShouldBe(1.32m);
    }

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
        Costs(book, Calls.To("amazon.titan-embed-text-v1", new TokenUsage(1_000_000, 1_000_000)))
            .ShouldBe((0.1m + 12.5m, PriceBasis.FailSafe)); // what writes most dearly at Amazon: Nova Premier
    }

    private static (decimal Cost, PriceBasis Basis) Costs(PriceBook book, Invocation call)
    {
        var priced = book.Price(call);
        return (priced.Cost.Amount, priced.Basis);
    }
}
