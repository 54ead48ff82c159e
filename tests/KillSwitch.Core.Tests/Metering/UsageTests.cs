using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Tests.Metering;

public class UsageTests
{
    private static readonly Usage Discounted = Of(8, discount: 2);
    private static readonly Usage Unpriced = Of(3, unpriced: 3);

    [Fact]
    public void Parts_add_up_and_are_taken_off_in_whatever_order()
    {
        var sum = Discounted + Unpriced;

        (sum.Cost.Amount, sum.ListCost.Amount, sum.Discount.Amount, sum.Unpriced.Amount).ShouldBe((11, 13, 2, 3));
        (Unpriced + Discounted).ShouldBe(sum);
        (sum - Unpriced).ShouldBe(Discounted);
        (sum - Discounted).ShouldBe(Unpriced);
        sum.Beyond(Unpriced).ShouldBe(Discounted);
        Unpriced.Beyond(sum).ShouldBe(default);
        sum.Least(Unpriced).ShouldBe(Unpriced);
    }

    [Theory]
    [InlineData(10, 5, false)]
    [InlineData(10, 5.01, true)]
    [InlineData(10, 10, true)]
    [InlineData(0, 0, false)]
    public void More_than_half_is_the_greater_part(decimal cost, decimal unpriced, bool isMostly) =>
        Of(cost, unpriced: unpriced).IsMostlyUnpriced.ShouldBe(isMostly);

    [Theory]
    [InlineData(PriceBasis.Known, 0)]
    [InlineData(PriceBasis.FailSafe, 4)]
    public void A_call_adds_what_it_costs_and_whether_that_is_a_price(PriceBasis basis, decimal unpriced) =>
        new PricedCall(new Usd(4), basis) { Discount = new Usd(1) }.Of(1, new TokenUsage(7)).ShouldBe(
            new Usage(1, new TokenUsage(7), new Usd(4)) { Discount = new Usd(1), Unpriced = new Usd(unpriced) });

    private static Usage Of(decimal cost, decimal discount = 0, decimal unpriced = 0) =>
        new(1, new TokenUsage(10), new Usd(cost)) { Discount = new Usd(discount), Unpriced = new Usd(unpriced) };
}
