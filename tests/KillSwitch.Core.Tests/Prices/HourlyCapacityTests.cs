using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.Prices;

public class HourlyCapacityTests
{
    private const string Arn = "arn:aws:bedrock:us-east-1:111122223333:provisioned-model/a1b2c3";

    private static readonly TokenUsage Million = new(1_000_000, 1_000_000);

    [Theory]
    [InlineData(UnpricedModels.FailSafe)]
    [InlineData(UnpricedModels.Ignore)]
    public void A_call_through_provisioned_throughput_adds_no_cost_and_is_not_unpriced(UnpricedModels unpriced)
    {
        var behind = new ModelId(Arn, "amazon.titan-text-express-v1", ModelScope.Regional, IsOpaque: false);
        var book = new PriceBook(unpriced: unpriced);

        foreach (
            var model in (ModelId[])[ModelId.Parse(Arn), behind, ModelId.Parse("arn:aws:sagemaker:us-east-1:111122223333:endpoint/theirs")])
        {
            var priced = book.Price(Calls.To(Arn, Million) with { Model = model });
            (priced, priced.IsUnpriced).ShouldBe((new PricedCall(Usd.Zero, PriceBasis.Hourly), false));
            book.PriceMany(model, "us-east-1", Calls.Autumn, 10, Million).ShouldBe(new PricedCall(Usd.Zero, PriceBasis.Hourly));
        }
    }

    [Fact]
    public void A_price_of_ones_own_for_the_capacity_itself_is_taken()
    {
        var book = new PriceBook([new PriceEntry { Model = Arn, Input = 2, Output = 3, Source = "ours" }]);

        book.Price(Calls.To(Arn, Million)).ShouldBe(new PricedCall(new Usd(5), PriceBasis.Known));
    }
}
