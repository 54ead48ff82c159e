using KillSwitch.Engine.Adoption;

namespace KillSwitch.Engine.Tests.Adoption;

public class ProposedLimitTests
{
    [Fact]
    public void The_99th_percentile_is_the_nearest_rank_and_of_few_the_largest()
    {
        Figures.Of([3, 1, 2]).ShouldBe(new Figures(3, 3, 3, 6));
        Figures.Of(Enumerable.Range(1, 100).Select(n => (decimal)n)).ShouldBe(new Figures(100, 100, 99, 5050));
        Figures.Of(Enumerable.Range(1, 200).Select(n => (decimal)n))!.P99.ShouldBe(198);
    }

    [Fact]
    public void Counters_without_a_count_are_none()
    {
        Figures.Of([0, 0, 7]).ShouldBe(new Figures(1, 7, 7, 7));
        Figures.Of([0]).ShouldBeNull();
    }

    [Theory]
    [InlineData(0.04, 1)]
    [InlineData(0.5, 2)]
    [InlineData(33, 99)]
    [InlineData(41.20, 130)]
    [InlineData(12_345, 38_000)]
    public void A_limit_is_three_times_what_was_seen_rounded_up_to_two_digits_and_not_below_the_least(double p99, double limit)
    {
        ProposedLimit.Of(new Figures(1, (decimal)p99, (decimal)p99, (decimal)p99), least: 1).ShouldBe((decimal)limit);
    }
}
