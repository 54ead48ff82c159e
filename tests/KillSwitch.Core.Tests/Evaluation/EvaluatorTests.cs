using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Tests.Evaluation;

public class EvaluatorTests
{
    private static readonly Usage Counter = new(7, new TokenUsage(InputTokens: 1000, OutputTokens: 50, CacheReadInputTokens: 200, CacheWriteInputTokens: 30), new Usd(12.5m));

    public static TheoryData<Limit, decimal, string> Limits => new()
    {
        { new Limit.Spend(new Usd(12)), 12.5m, "usd" },
        { new Limit.CallCount(7), 7, "calls" },
        { new Limit.TokenCount(TokenMeasure.InputTokens, 1), 1230, "inputTokens" },
        { new Limit.TokenCount(TokenMeasure.UncachedInputTokens, 1), 1030, "uncachedInputTokens" },
        { new Limit.TokenCount(TokenMeasure.OutputTokens, 1), 50, "outputTokens" },
        { new Limit.TokenCount(TokenMeasure.Tokens, 1), 1280, "tokens" },
    };

    [Theory]
    [MemberData(nameof(Limits))]
    public void Each_limit_reads_its_own_part_of_a_counter(Limit limit, decimal measured, string unit)
    {
        Measure.Of(limit, Counter).ShouldBe(measured);
        Measure.Unit(limit).ShouldBe(unit);
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
        var burn = new BurnRate(0.1m, 0.5m);
        var evidence = Evaluator.Breach(new Limit.Spend(new Usd(15)), Read(Counter) with { Burn = burn, Horizon = TimeSpan.FromSeconds(30) }).ShouldNotBeNull();

        evidence.Reason.ShouldBe("role/agent reached $12.50 of $15.00 since 2026-04-24 00:00 UTC, and up to $6.86 more is on its way in the 30 s until a stop works");
    }

    [Theory]
    [InlineData(0, 4, "50")]
    [InlineData(0, 10, "50 80")]
    [InlineData(4, 6, "")]
    [InlineData(6, 9, "80")]
    public void Levels_are_crossed_upwards_and_once(int before, int after, string crossed)
    {
        var rule = new Rule { Id = "r", Limit = new Limit.CallCount(8), Every = new Every.Calendar(WindowUnit.Day), Stop = StopScope.None, NotifyPercents = [50, 80] };

        string.Join(' ', Evaluator.LevelsCrossed(rule, new Usage(before, default, default), new Usage(after, default, default))).ShouldBe(crossed);
    }

    private static Reading Read(Usage total) =>
        new("role/agent", new Window(1_776_988_800, 1_777_075_200), total, 1_777_000_000, null, TimeSpan.Zero);
}
