using CsCheck;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Tests.Evaluation;

public class PredictiveBrakeTests
{
    private static readonly Limit Dollars = new Limit.Spend(new Usd(100));

    [Fact]
    public void Nothing_spent_is_nothing_in_flight() =>
        PredictiveBrake.InFlight(BurnRate.Of(Dollars, new Usage[BurnRate.Minutes], 119), TimeSpan.FromSeconds(30), 100).ShouldBe(0);

    [Fact]
    public void At_least_one_more_call_and_a_quarter_is_expected() =>
        PredictiveBrake.InFlight(new BurnRate(0, 2m), TimeSpan.FromSeconds(1), 100).ShouldBe(2.5m);

    [Fact]
    public void The_mean_has_a_margin_for_what_comes_at_random()
    {
        // A cent each second in calls of two: 10 until the next look, 100 in the horizon, with a variance of 2 × 100 × 2 square cents. Nothing is kept for a late deny.
        PredictiveBrake.InFlight(new BurnRate(1, 2), TimeSpan.FromSeconds(100), 0).ShouldBe(10 + 100 + (1.65m * 20), 0.000_001m);
    }

    [Fact]
    public void Where_calls_are_rare_the_next_look_comes_with_the_next_call()
    {
        // One call of $5 every 500 s: the mean of 50 s is 50 cents, and until the next look it is the whole call.
        PredictiveBrake.InFlight(new BurnRate(0.01m, 5), TimeSpan.FromSeconds(50), 0).ShouldBe(5 + 0.5m + (1.65m * PredictiveBrake.SquareRoot(5)), 0.000_001m);
    }

    [Fact]
    public void A_late_deny_is_planned_for_where_that_leaves_little_unspent()
    {
        // Calls too small to differ: 10 until the next look, 10 in the horizon, and 50 s more at the same rate.
        PredictiveBrake.InFlight(new BurnRate(1, 0), TimeSpan.FromSeconds(10), 100_000).ShouldBe(70, 0.000_001m);
        // Where the limit is near for its rate, a hundredth of it.
        PredictiveBrake.InFlight(new BurnRate(1, 0), TimeSpan.FromSeconds(10), 1_000).ShouldBe(30, 0.000_001m);
    }

    [Fact]
    public void A_burst_in_the_last_minutes_counts_more_than_the_quiet_before()
    {
        var quietThenBurst = new[] { Spent(0), Spent(0), Spent(0), Spent(60), Spent(60) };

        BurnRate.Of(Dollars, quietThenBurst, second: 119).PerSecond.ShouldBe((120m - 6) / 120);
    }

    [Fact]
    public void A_lull_after_a_burst_is_still_a_burst_for_a_while()
    {
        var burstThenQuiet = new[] { Spent(60), Spent(60), Spent(60), Spent(0), Spent(1) };

        BurnRate.Of(Dollars, burstThenQuiet, second: 119).PerSecond.ShouldBe((181m - (181m / 40)) / 300);
    }

    [Fact]
    public void A_call_that_stands_alone_says_nothing_of_how_often_calls_come()
    {
        var alone = new[] { Spent(0), Spent(0), Spent(0), Spent(0), new Usage(1, default, new Usd(5)) };

        BurnRate.Of(Dollars, alone, second: 60).ShouldBe(new BurnRate(0, 5, TimeSpan.FromSeconds(2)));
    }

    [Fact]
    public void A_call_runs_as_long_as_its_answer_takes_to_write()
    {
        var answers = new[] { default, default, default, default, new Usage(2, new TokenUsage(OutputTokens: 2_000), new Usd(1)) };

        BurnRate.Of(Dollars, answers, second: 60).CallTime.ShouldBe(TimeSpan.FromSeconds(22));
    }

    [Fact]
    public void More_speed_or_more_time_never_means_less_in_flight() =>
        Gen.Select(Gen.Decimal[0, 10], Gen.Decimal[0, 10], Gen.Int[1, 600], Gen.Int[0, 600]).Sample((rate, call, seconds, more) =>
            PredictiveBrake.InFlight(new BurnRate(rate, call), TimeSpan.FromSeconds(seconds), 1_000)
                <= PredictiveBrake.InFlight(new BurnRate(rate + 1, call), TimeSpan.FromSeconds(seconds + more), 1_000));

    [Fact]
    public void The_square_root_is_one() =>
        Gen.Decimal[0, 1_000_000_000_000m].Sample(value =>
        {
            var root = PredictiveBrake.SquareRoot(value);
            return Math.Abs((root * root) - value) <= value * 1e-8m;
        });

    private static Usage Spent(decimal usd) => new(usd == 0 ? 0 : 10, default, new Usd(usd));
}
