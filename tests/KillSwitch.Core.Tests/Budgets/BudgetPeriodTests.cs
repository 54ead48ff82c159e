using System.Globalization;
using KillSwitch.Core.Budgets;

namespace KillSwitch.Core.Tests.Budgets;

public class BudgetPeriodTests
{
    [Theory]
    [InlineData(BudgetTimeUnit.Daily, "2026-03-15T05:00Z", "2026-03-15T00:00:00Z/2026-03-16T00:00:00Z",
        "2026-03-14T00:00:00Z/2026-03-15T00:00:00Z")]
    [InlineData(BudgetTimeUnit.Daily, "2026-03-15T23:59Z", "2026-03-15T00:00:00Z/2026-03-16T00:00:00Z",
        "2026-03-14T00:00:00Z/2026-03-15T00:00:00Z")]
    [InlineData(BudgetTimeUnit.Monthly, "2026-03-15T05:00Z", "2026-03-01T00:00:00Z/2026-04-01T00:00:00Z", null)]
    [InlineData(BudgetTimeUnit.Monthly, "2026-03-01T23:59Z", "2026-03-01T00:00:00Z/2026-04-01T00:00:00Z",
        "2026-02-01T00:00:00Z/2026-03-01T00:00:00Z")]
    [InlineData(BudgetTimeUnit.Monthly, "2026-03-01T01:00+02:00", "2026-02-01T00:00:00Z/2026-03-01T00:00:00Z", null)]
    [InlineData(BudgetTimeUnit.Quarterly, "2026-03-15T05:00Z", "2026-01-01T00:00:00Z/2026-04-01T00:00:00Z", null)]
    [InlineData(BudgetTimeUnit.Quarterly, "2026-10-01T05:00Z", "2026-10-01T00:00:00Z/2027-01-01T00:00:00Z",
        "2026-07-01T00:00:00Z/2026-10-01T00:00:00Z")]
    [InlineData(BudgetTimeUnit.Annually, "2026-12-31T05:00Z", "2026-01-01T00:00:00Z/2027-01-01T00:00:00Z", null)]
    [InlineData(BudgetTimeUnit.Annually, "2027-01-01T05:00Z", "2027-01-01T00:00:00Z/2028-01-01T00:00:00Z",
        "2026-01-01T00:00:00Z/2027-01-01T00:00:00Z")]
    public void A_period_turns_at_midnight_UTC_and_for_a_day_the_figure_may_be_of_the_one_before(
        BudgetTimeUnit unit, string now, string current, string? previous)
    {
        var period = BudgetPeriod.Of(Facts(unit), DateTimeOffset.Parse(now, CultureInfo.InvariantCulture)).ShouldNotBeNull();

        (period.Current.ToString(), period.Previous?.ToString()).ShouldBe((current, previous));
    }

    [Fact]
    public void A_budget_with_its_own_span_has_that_period_and_without_one_it_has_none()
    {
        var (start, end) = (DateTimeOffset.UnixEpoch.AddDays(1), DateTimeOffset.UnixEpoch.AddDays(9));

        BudgetPeriod.Of(Facts(BudgetTimeUnit.Custom) with { Start = start, End = end }, start)
            .ShouldNotBeNull().Current.Seconds.ShouldBe(8 * 86_400);
        BudgetPeriod.Of(Facts(BudgetTimeUnit.Custom), start).ShouldBeNull();
        BudgetPeriod.Of(Facts(BudgetTimeUnit.Custom) with { Start = end, End = start }, start).ShouldBeNull();
        BudgetPeriod.Of(Facts(null), start).ShouldBeNull();
    }

    private static BudgetFacts Facts(BudgetTimeUnit? unit) => new()
    {
        Account = "111122223333",
        Name = "b",
        IsCost = true,
        TimeUnit = unit,
    };
}
