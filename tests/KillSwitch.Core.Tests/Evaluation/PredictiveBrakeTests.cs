using CsCheck;
using KillSwitch.Core.Drills;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Tests.Evaluation;

public class PredictiveBrakeTests
{
    private static readonly Limit Dollars = new Limit.Spend(new Usd(100));

    private static readonly TimeSpan AllMonth = TimeSpan.FromDays(20);
    private static readonly TimeSpan Late = GuardTiming.Guessed.Late;

    [Fact]
    public void Nothing_spent_is_nothing_in_flight() =>
        InFlight(BurnRate.Of(Dollars, new Usage[BurnRate.Minutes], 119), 30, 100).ShouldBe(0);

    [Fact]
    public void At_least_one_more_call_and_a_quarter_is_expected() =>
        InFlight(Burns.Even(0, 2m), 1, 100).ShouldBe(2.5m);

    [Fact]
    public void The_mean_has_a_margin_for_what_comes_at_random()
    {
        // A cent each second in calls of two: 10 until the next look, 100 in the horizon, with a variance of 2 × 100 × 2 square cents.
        // Nothing is kept for a late deny.
        InFlight(Burns.Even(1, 2), 100, 0).ShouldBe(10 + 100 + (1.4m * 20), 0.000_001m);
    }

    [Fact]
    public void Where_calls_are_rare_the_next_look_comes_with_the_next_call()
    {
        // One call of $5 every 500 s: the mean of 50 s is 50 cents, and until the next look it is the whole call.
        InFlight(Burns.Even(0.01m, 5), 50, 0).ShouldBe(5 + 0.5m + (1.4m * PredictiveBrake.SquareRoot(5)), 0.000_001m);
    }

    [Fact]
    public void A_late_deny_is_planned_for_where_that_leaves_little_unspent()
    {
        // Calls too small to differ: 10 until the next look, 10 in the horizon, and 50 s more at the same rate.
        InFlight(Burns.Even(1, 0), 10, 100_000).ShouldBe(70, 0.000_001m);
        // Where the limit is near for its rate, a hundredth of it.
        InFlight(Burns.Even(1, 0), 10, 1_000).ShouldBe(30, 0.000_001m);
    }

    [Fact]
    public void A_pace_is_extended_over_no_more_time_than_it_was_measured_over()
    {
        var minute = new Pace(1, TimeSpan.FromSeconds(60));
        var burn = new BurnRate(minute, default, 0, TimeSpan.Zero);

        var inFlight = PredictiveBrake.Expect(burn, TimeSpan.FromSeconds(2993), AllMonth, 100_000, Late);

        inFlight.Amount.ShouldBe(60);
        inFlight.Time.ShouldBe(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public void A_slower_pace_that_was_measured_longer_may_foresee_more()
    {
        var burn = new BurnRate(new Pace(1, TimeSpan.FromSeconds(60)), new Pace(0.5m, TimeSpan.FromSeconds(300)), 0, TimeSpan.Zero);

        PredictiveBrake.Expect(burn, TimeSpan.FromSeconds(300), AllMonth, 100_000, Late)
            .ShouldBe(new InFlight(150, 0.5m, TimeSpan.FromSeconds(300)));
    }

    [Fact]
    public void Nothing_is_expected_past_the_end_of_the_window()
    {
        // 12 s of the window are left: neither the horizon nor a late deny reaches further.
        var inFlight = PredictiveBrake.Expect(Burns.Even(1, 0), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(12), 100_000, Late);

        inFlight.ShouldBe(new InFlight(12, 1, TimeSpan.FromSeconds(12)));
    }

    [Theory]
    // Stamped at its end, a call of a minute is seen after 15 s; as many still run as a minute brings.
    [InlineData(25, 60, 80)]
    // Stamped at its start, it is seen after 75 s, and what still runs is in that.
    [InlineData(85, 60, 105)]
    // Short calls: whatever they are stamped with matters little.
    [InlineData(30, 4, 34)]
    public void Whichever_time_a_record_carries_what_still_runs_is_counted_and_no_more_than_twenty_seconds_of_it_twice(
        int lag, int callTime, int horizon) =>
        Horizon(lag, callTime, GuardTiming.Guessed).ShouldBe(horizon);

    [Theory]
    // Stamped at the end, all of a call's time is unseen beside the lag.
    [InlineData(RecordStamp.End, 25, 60, 85)]
    [InlineData(RecordStamp.End, 90, 40, 130)]
    // Stamped at the start, it is in the lag; where newer calls are short, long ones run all the same.
    [InlineData(RecordStamp.Start, 85, 60, 85)]
    [InlineData(RecordStamp.Start, 25, 60, 60)]
    public void Where_a_drill_saw_which_time_a_record_carries_nothing_is_counted_twice(
        RecordStamp stamp, int lag, int callTime, int horizon) =>
        Horizon(lag, callTime, GuardTiming.Guessed with { Stamp = stamp }).ShouldBe(horizon);

    [Fact]
    public void Where_no_drill_saw_it_no_more_is_counted_twice_than_a_record_takes_until_its_stop_works() =>
        Horizon(85, 60, GuardTiming.Guessed with { UsualWay = TimeSpan.FromSeconds(12) }).ShouldBe(97);

    [Theory]
    [InlineData(10, 50)]
    [InlineData(4.1, 55.9)]
    [InlineData(60, 0)]
    [InlineData(90, 0)]
    public void However_soon_a_deny_is_planned_it_may_be_late_up_to_a_minute(double planned, double late) =>
        new GuardTiming(TimeSpan.FromSeconds(planned)).Late.ShouldBe(TimeSpan.FromSeconds(late));

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

        // The brake's, that is: people are told what the last minutes come to.
        BurnRate.Of(Dollars, alone, second: 60).ShouldBe(new BurnRate(
            new Pace(0, TimeSpan.FromSeconds(61)), new Pace(0, TimeSpan.FromSeconds(241)), 5, TimeSpan.FromSeconds(2))
        {
            PerHour = 5m * 3600 / 241,
        });
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
            InFlight(Burns.Even(rate, call), seconds, 1_000) <= InFlight(Burns.Even(rate + 1, call), seconds + more, 1_000));

    [Fact]
    public void The_square_root_is_one() =>
        Gen.Decimal[0, 1_000_000_000_000m].Sample(value =>
        {
            var root = PredictiveBrake.SquareRoot(value);
            return Math.Abs((root * root) - value) <= value * 1e-8m;
        });

    private static double Horizon(int lag, int callTime, GuardTiming timing) =>
        PredictiveBrake.Horizon(TimeSpan.FromSeconds(lag), TimeSpan.FromSeconds(callTime), timing).TotalSeconds;

    private static decimal InFlight(BurnRate burn, int seconds, decimal bound) =>
        PredictiveBrake.Expect(burn, TimeSpan.FromSeconds(seconds), AllMonth, bound, Late).Amount;

    private static Usage Spent(decimal usd) => new(usd == 0 ? 0 : 10, default, new Usd(usd));
}
