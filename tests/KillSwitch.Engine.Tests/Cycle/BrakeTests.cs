using KillSwitch.Core.Drills;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>What the predictive brake takes for calls in flight, and what it does not.</summary>
public class BrakeTests
{
    private static readonly CountedRule OfAccount =
        Cap(2_000, WindowUnit.Month, Brake.Predictive) with { Per = [Dimension.Account], Stop = StopScope.Account };

    [Theory]
    // 2 % of the limit, and 75 %.
    [InlineData(1)]
    [InlineData(34)]
    public async Task A_gap_of_50_minutes_that_is_filled_stops_nobody(int dollars)
    {
        var harness = new MeterHarness(Policy(OfAccount));
        // One call a minute, which all come 50 minutes after the last one.
        var report =
            await harness.Run([.. Enumerable.Range(0, 44).Select(n => Call(n, n * 10, usd: dollars))], Start.AddSeconds(430 + 2993));

        report.Stops.ShouldBeEmpty();
    }

    [Fact]
    public async Task Idle_agents_whose_records_of_15_minutes_come_at_once_are_not_stopped()
    {
        var harness = new MeterHarness(Policy(Cap(100, WindowUnit.Month, Brake.Predictive)));
        var calls = Enumerable.Range(0, 5)
            .SelectMany(agent => Enumerable.Range(0, 12).Select(n => Call((agent * 100) + n, n * 60, usd: 0.5m, role: "agent-" + agent)));

        (await harness.Run([.. calls], Start.AddMinutes(11 + 15))).Stops.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(90)]
    [InlineData(3600)]
    public async Task A_queue_after_an_outage_that_ends_with_a_record_of_now_makes_no_longer_horizon(int seconds)
    {
        // $75 of $100, spent long ago, and one call of now.
        var harness = new MeterHarness(Policy(Cap(100, WindowUnit.Month, Brake.Predictive)));
        var queue = Enumerable.Range(0, 74).Select(n => Call(n, n, usd: 1)).Append(Call(1000, 600 + seconds, usd: 1));

        (await harness.Run([.. queue], Start.AddSeconds(600 + seconds + 5))).Stops.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_came_late_is_in_the_total_and_in_no_rate()
    {
        var harness = new MeterHarness(Policy(Cap(100, WindowUnit.Month, Brake.Predictive)));
        var (late, fresh) = (Call(1, 0, usd: 0.5m), Call(2, 121, usd: 0.5m));
        await harness.Run([late, fresh], Start.AddSeconds(140));

        (await TotalAsync(harness, 0)).ShouldBe(0);
        (await TotalAsync(harness, 120)).ShouldBe(1);
        // With the time that its call took, a long one of the same age is not late.
        await harness.Run([Call(3, 10, usd: 150)], Start.AddSeconds(140));
        (await TotalAsync(harness, 0)).ShouldBe(1);
    }

    [Fact]
    public async Task A_late_record_that_reaches_the_limit_stops()
    {
        var harness = new MeterHarness(Policy(Cap(100, WindowUnit.Month, Brake.Predictive)));

        var stop = (await harness.Run([Call(1, 0, usd: 100)], Start.AddHours(2))).Stops.ShouldHaveSingleItem();

        (stop.Evidence!.InFlight, stop.Evidence.Horizon).ShouldBe((0, TimeSpan.Zero));
    }

    [Theory]
    // Of 15,000 output tokens: $150 each at the prices of these tests. At 15 % of the limit, and at 13.6 %.
    [InlineData(2, 2_000)]
    [InlineData(10, 11_000)]
    public async Task Long_calls_that_have_ended_are_not_taken_for_as_many_that_still_run(int calls, int limit)
    {
        var harness = new MeterHarness(Policy(Cap(limit, WindowUnit.Day, Brake.Predictive)));

        (await harness.Run(
            [.. Enumerable.Range(0, calls).Select(n => Call(n, 290 + n, usd: 150, session: "s" + n))])).Stops.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_steady_37_calls_a_minute_under_60_a_minute_are_not_stopped() =>
        (await StopsOfSteady(new Limit.CallCount(60), 37, tokens: 100)).ShouldBe(0);

    [Fact]
    public async Task A_steady_591_000_tokens_a_minute_under_a_million_are_not_stopped() =>
        (await StopsOfSteady(new Limit.Tokens(1_000_000), 30, tokens: 19_700)).ShouldBe(0);

    [Theory]
    [InlineData(15)]
    [InlineData(60)]
    public async Task A_steady_caller_at_nine_tenths_of_a_rolling_window_is_not_stopped_and_a_runaway_lands_within_it(int minutes)
    {
        var rule = Cap(minutes * 10, WindowUnit.Day, Brake.Predictive) with { Every = new Every.Rolling(TimeSpan.FromMinutes(minutes)) };
        var steady = new MeterHarness(Policy(rule));
        var runaway = new MeterHarness(Policy(rule));
        var stopped = 0m;
        // $9 a minute of $10 a minute, for two windows; and four times that after one.
        for (var n = 0; n < minutes * 2 * 6; n++)
        {
            (await steady.Run([Call(n, n * 10, usd: 1.45m)])).Stops.ShouldBeEmpty();
            var report = await runaway.Run([Call(n, n * 10, usd: n > minutes * 6 ? 6m : 1.45m)]);
            stopped = stopped == 0 && report.Stops.Count > 0 ? report.Stops[0].Evidence!.Measured : stopped;
        }

        stopped.ShouldBeInRange(minutes * 7, (minutes * 10) - 1);
    }

    [Fact]
    public async Task What_a_drill_measured_is_planned_for_in_place_of_what_is_guessed()
    {
        // A dollar a second, in answers of four seconds, 20 s late: 10 s for the deny are guessed, and 4.1 s were measured.
        var at = new DateTimeOffset(2026, 4, 20, 9, 0, 0, TimeSpan.Zero);
        var measured = new GuardTiming(TimeSpan.FromSeconds(4.1)) { DrilledAt = at, UsualWay = TimeSpan.FromSeconds(9) };

        var (guessed, ends, starts) = (
            await EvidenceOf(GuardTiming.Guessed),
            await EvidenceOf(measured with { Stamp = RecordStamp.End }),
            await EvidenceOf(measured with { Stamp = RecordStamp.Start }));

        (guessed.Horizon, guessed.DrilledAt).ShouldBe((TimeSpan.FromSeconds(34), null));
        (ends.Horizon, ends.DrilledAt).ShouldBe((TimeSpan.FromSeconds(28.1), at));
        (starts.Horizon, starts.DrilledAt).ShouldBe((TimeSpan.FromSeconds(24.1), at));
        // Whoever knows that a deny works sooner need not stop as early.
        ends.Measured.ShouldBeGreaterThan(guessed.Measured);
        starts.Measured.ShouldBeGreaterThanOrEqualTo(ends.Measured);
    }

    [Fact]
    public async Task Which_moment_an_invocation_record_bears_says_nothing_of_what_CloudTrail_tells()
    {
        var timing = GuardTiming.Guessed with { Stamp = RecordStamp.Start };

        (await EvidenceOf(timing)).Horizon.ShouldBe(TimeSpan.FromSeconds(30));
        (await EvidenceOf(timing, Mantle)).Horizon.ShouldBe(TimeSpan.FromSeconds(34));
    }

    private static MantleInvocation Mantle(Invocation call) => new()
    {
        Id = call.Id,
        Timestamp = call.Timestamp,
        Caller = call.Caller,
        CallerArn = "arn:aws:sts::111122223333:assumed-role/agent/s1",
        Model = call.Model,
        ProjectName = null,
        Tokens = call.Tokens,
        HasTokenCounts = true,
    };

    private static async Task<Evidence> EvidenceOf(GuardTiming timing, Func<Invocation, Invocation>? of = null)
    {
        var harness = new MeterHarness(Policy(Cap(1_000, WindowUnit.Day, Brake.Predictive)), timing: timing);
        foreach (var call in Steady(1_000, 1))
        {
            if ((await harness.Run([of?.Invoke(call) ?? call])).Stops is [{ Evidence: { } evidence }])
                return evidence;
        }

        throw new InvalidOperationException("nothing was stopped");
    }

    private static async Task<int> StopsOfSteady(Limit limit, int callsAMinute, long tokens)
    {
        var rule = Cap(1, WindowUnit.Minute, Brake.Predictive) with { Limit = limit };
        var harness = new MeterHarness(Policy(rule));
        var stops = 0;
        for (var n = 0; n < callsAMinute * 20; n++)
            stops += (await harness.Run([Call(n, n * 60.0 / callsAMinute, usd: 0.01m, input: tokens)])).Stops.Count;
        return stops;
    }

    // The minute that a second of the test lies in, of the one agent.
    private static async Task<long> TotalAsync(MeterHarness harness, int second)
    {
        var start = Start.AddSeconds(second).ToUnixTimeSeconds();
        var scope = harness.ScopeOf(Call(1, 0));
        var month = new CounterKey(scope, WindowCalendar.Of("UTC").Containing(WindowUnit.Month, start));
        return (await harness.Ledger.ReadAsync([month.MinuteOf(start)], default))[0].Calls;
    }
}
