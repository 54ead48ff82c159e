using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Tests.Evaluation;

public class EvaluatorTests
{
    private static readonly Usage Counter =
        new(7, new TokenUsage(InputTokens: 1000, OutputTokens: 50, CacheReadInputTokens: 200, CacheWriteInputTokens: 30), new Usd(12.5m));

    public static TheoryData<Limit, decimal, string> Limits => new()
    {
        { new Limit.Spend(new Usd(12)), 12.5m, "usd" },
        { new Limit.CallCount(7), 7, "calls" },
        { new Limit.InputTokens(1), 1230, "inputTokens" },
        { new Limit.UncachedInputTokens(1), 1030, "uncachedInputTokens" },
        { new Limit.OutputTokens(1), 50, "outputTokens" },
        { new Limit.Tokens(1), 1280, "tokens" },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void Each_limit_reads_its_own_part_of_a_counter(Limit limit, decimal measured, string unit)
    {
        limit.Of(Counter).ShouldBe(measured);
        UnitText.Of(limit.Unit).ShouldBe(unit);
        Evaluator.Breach(limit, Read(Counter)).ShouldNotBeNull().Measured.ShouldBe(measured);
    }

    [Theory]
    [InlineData(12.5, true)]
    [InlineData(12.51, false)]
    public void A_limit_is_breached_when_it_is_reached(double limit, bool breached) =>
        (Evaluator.Breach(new Limit.Spend(new Usd((decimal)limit)), Read(Counter)) is not null).ShouldBe(breached);

    [Fact]
    public void An_allowance_raises_a_money_limit() =>
        Evaluator.Breach(new Limit.Spend(new Usd(12)), Read(Counter) with { Allowance = 1 }).ShouldBeNull();

    [Theory]
    [InlineData(0.17, 1230, true)]
    [InlineData(0.16, 1230, false)]
    [InlineData(0.17, 1231, false)]
    public void A_cache_hit_ratio_is_judged_after_enough_input(double below, long after, bool breached) =>
        (Evaluator.Breach(new Limit.CacheHitRatio((decimal)below, after), Read(Counter)) is not null).ShouldBe(breached);

    [Fact]
    public void A_reason_is_a_sentence_that_a_person_can_check()
    {
        var burn = Burns.Even(0.1m, 0.5m);
        var evidence = Evaluator.Breach(new Limit.Spend(new Usd(15)), Read(Counter) with { Burn = burn, Lag = TimeSpan.FromSeconds(30) })
            .ShouldNotBeNull();

        evidence.Reason.ShouldBe(
            "role/agent reached $12.50 of $15.00 since 2026-04-24 00:00 UTC, and up to $6.43 more is on its way in the 30 s until a stop "
            + "works");
    }

    [Theory]
    [InlineData(69, 1, false)]
    [InlineData(70, 1, true)]
    [InlineData(70, 100, true)]
    [InlineData(69.99, 100, false)]
    [InlineData(2, 100, false)]
    public void Below_seven_tenths_of_its_limit_nobody_is_stopped_for_what_may_come(double spent, double perSecond, bool isStopped) =>
        (Breach(100, (decimal)spent, Burns.Even((decimal)perSecond, 0.1m)) is not null).ShouldBe(isStopped);

    [Fact]
    public void The_seven_tenths_are_of_the_limit_with_what_was_granted() =>
        Evaluator.Breach(new Limit.Spend(new Usd(100)), Reading(139, Burns.Even(100, 0.1m)) with { Allowance = 100 }).ShouldBeNull();

    [Fact]
    public void Two_long_calls_that_just_ended_foresee_no_third_and_fourth_at_their_pace()
    {
        // $1.50 each, 15,000 tokens: five minutes of writing. They ended in the same minute.
        var burn = BurnRate.Of(
            new Limit.Spend(new Usd(5)),
            [default, default, default, default, new Usage(2, new TokenUsage(OutputTokens: 30_000), new Usd(3))], second: 30);

        Breach(11, 3, burn, brakesFrom: 0).ShouldBeNull();
    }

    [Fact]
    public void What_lands_in_the_next_window_is_not_in_this_one()
    {
        // $90 of $100 with half a dollar a second: 15 s before the end only $7.50 can come.
        var reading = Reading(90, Burns.Even(0.5m, 0)) with { Lag = TimeSpan.FromSeconds(10) };

        Evaluator.Breach(new Limit.Spend(new Usd(100)), reading with { Second = reading.Window.End - 15 }).ShouldBeNull();
        Evaluator.Breach(new Limit.Spend(new Usd(100)), reading with { Second = reading.Window.End - 60 })
            .ShouldNotBeNull().Horizon.ShouldBe(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_stop_that_would_work_after_the_window_is_not_made_for_it()
    {
        var reading = Reading(99, Burns.Even(5, 1)) with { Lag = TimeSpan.FromSeconds(30) };

        Evaluator.Breach(new Limit.Spend(new Usd(100)), reading with { Second = reading.Window.End - 30 }).ShouldBeNull();
        Evaluator.Breach(new Limit.Spend(new Usd(100)), reading with { Second = reading.Window.End - 31 }).ShouldNotBeNull();
    }

    [Fact]
    public void What_leaves_a_rolling_window_makes_room_for_what_comes()
    {
        var reading = Reading(95, Burns.Even(0.2m, 0));
        Stretch[] steady = [new(TimeSpan.FromSeconds(20), 0), new(TimeSpan.FromSeconds(80), 12), new(TimeSpan.FromSeconds(140), 24)];
        Stretch[] fresh = [new(TimeSpan.FromSeconds(20), 0), new(TimeSpan.FromSeconds(80), 0), new(TimeSpan.FromSeconds(140), 1)];

        Evaluator.Breach(new Limit.Spend(new Usd(100)), reading with { Ahead = steady }).ShouldBeNull();
        Evaluator.Breach(new Limit.Spend(new Usd(100)), reading with { Ahead = fresh }).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(0, 4, "50")]
    [InlineData(0, 10, "50 80")]
    [InlineData(4, 6, "")]
    [InlineData(6, 9, "80")]
    public void Levels_are_crossed_upwards_and_once(int before, int after, string crossed)
    {
        var rule = new CountedRule
        {
            Id = "r",
            Limit = new Limit.CallCount(8),
            Every = new Every.Calendar(WindowUnit.Day),
            Stop = StopScope.None,
            NotifyPercents = [50, 80],
        };

        string.Join(' ', Evaluator.LevelsCrossed(rule, new Usage(before, default, default), new Usage(after, default, default)))
            .ShouldBe(crossed);
    }

    private static Evidence? Breach(decimal limit, decimal spent, BurnRate burn, decimal brakesFrom = PredictiveBrake.From) =>
        Evaluator.Breach(
            new Limit.Spend(new Usd(limit)), Reading(spent, burn) with { Timing = GuardTiming.Guessed with { BrakesFrom = brakesFrom } });

    // In the middle of a day, 30 s after the newest record.
    private static Reading Reading(decimal spent, BurnRate burn) =>
        Read(new Usage(1, default, new Usd(spent))) with { Burn = burn, Lag = TimeSpan.FromSeconds(30) };

    private static Reading Read(Usage total) =>
        new("role/agent", new Window(1_776_988_800, 1_777_075_200), total, 1_777_000_000, null, TimeSpan.Zero);
}
