using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.Prices;

public class ModelUnitPriceTests
{
    [Theory]
    [InlineData("amazon.titan-text-express-v1", CapacityCommitment.None, 20.5)]
    [InlineData("amazon.titan-text-express-v1:0:8k", CapacityCommitment.SixMonths, 14.8)]
    [InlineData("cohere.command-text-v14", CapacityCommitment.OneMonth, 39.6)]
    public void A_published_price_is_found_with_its_source(string model, CapacityCommitment commitment, decimal perHour)
    {
        var price = ModelUnitPrice.Find(model, commitment).ShouldNotBeNull();

        price.PerHour.Amount.ShouldBe(perHour);
        price.Source.ShouldNotBeEmpty();
        price.Date.Year.ShouldBe(2026);
    }

    [Theory]
    [InlineData("cohere.command-text-v14", CapacityCommitment.None)]
    [InlineData("anthropic.claude-opus-4-6-v1", CapacityCommitment.OneMonth)]
    [InlineData("", CapacityCommitment.None)]
    public void What_nobody_publishes_is_not_known(string model, CapacityCommitment commitment) =>
        ModelUnitPrice.Find(model, commitment).ShouldBeNull();
}
