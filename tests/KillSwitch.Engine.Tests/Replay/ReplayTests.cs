using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Replay;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Replay;

public class ReplayTests
{
    [Fact]
    public async Task A_stop_is_decided_20_seconds_after_the_record_and_works_10_seconds_later()
    {
        // A dollar a second: the tenth record, at second 9, reaches 10 dollars; it is seen at 29 and cut at 39.
        var result = await Run(Policy(Cap(10)), Steady(60, 1));

        var stop = result.Stops.ShouldHaveSingleItem();
        stop.At.ShouldBe(Start.AddSeconds(29));
        stop.EffectiveAt.ShouldBe(Start.AddSeconds(39));
        stop.Measured.ShouldBe(10);
        stop.AtEffect.ShouldBe(39);
        stop.Overshoot.ShouldBe(29);
        stop.Target.Name.ShouldBe("role/agent");
        result.WithoutGuard.Amount.ShouldBe(60);
        result.WithGuard.Amount.ShouldBe(39);
    }

    [Fact]
    public async Task The_delays_are_options()
    {
        var result = await Run(Policy(Cap(10)), Steady(60, 1), new ReplayOptions(TimeSpan.Zero, TimeSpan.Zero));

        result.WithGuard.Amount.ShouldBe(10);
        result.Stops[0].Overshoot.ShouldBe(0);
    }

    [Fact]
    public async Task A_predictive_brake_leaves_room_for_what_is_in_flight()
    {
        var result = await Run(Policy(Cap(1000, brake: Brake.Predictive)), Steady(5000, 1));

        var stop = result.Stops.ShouldHaveSingleItem();
        stop.Overshoot.ShouldBe(0);
        // A limit that lasts a quarter of an hour at this rate: a hundredth of it is kept for a deny that comes late.
        stop.AtEffect.ShouldBeInRange(960, 1000);
        stop.Measured.ShouldBeLessThan(950);
        stop.Reason.ShouldStartWith("role/agent reached $9");
        stop.Reason.ShouldEndWith("more is on its way in the 34 s until a stop works");
    }

    [Fact]
    public async Task An_innocent_is_never_touched()
    {
        var result = await Run(Policy(Cap(10)), Steady(60, 1).Concat(Steady(9, 60, role: "innocent", firstNumber: 1000)));

        result.Stops.ShouldHaveSingleItem().Target.Name.ShouldBe("role/agent");
        result.WithGuard.Amount.ShouldBe(39 + 9);
    }

    [Fact]
    public async Task Restore_window_lets_it_spend_again_when_the_window_turns()
    {
        var rule = Cap(10, WindowUnit.Hour) with { Restore = new RestorePlan.AtWindowTurn() };

        var result = await Run(Policy(rule), Steady(121, 60));

        result.Stops.Select(stop => (stop.At, stop.RestoredAt)).ShouldBe([
            (Start.AddMinutes(9).AddSeconds(20), Start.AddHours(1)),
            (Start.AddMinutes(69).AddSeconds(20), Start.AddHours(2)),
        ]);
        result.WithGuard.Amount.ShouldBe(21);
    }

    [Fact]
    public async Task Restore_after_a_duration_ends_the_stop_and_the_window_does_not_trip_twice()
    {
        var rule = Cap(10) with { Restore = new RestorePlan.After(TimeSpan.FromMinutes(30)) };

        var result = await Run(Policy(rule), Steady(60, 60));

        var stop = result.Stops.ShouldHaveSingleItem();
        stop.RestoredAt.ShouldBe(stop.At.AddMinutes(30));
        result.WithGuard.Amount.ShouldBe(60 - 30);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Of_records_of_one_request_the_one_with_the_larger_figures_counts(bool laterIsLarger)
    {
        var (zeros, whole) = (Call(1, laterIsLarger ? 0 : 40) with { Tokens = default }, Call(1, laterIsLarger ? 40 : 0, usd: 4));

        var result =
            await Run(Policy(Cap(100)), [zeros, whole, Call(2, 5), Call(2, 6), Call(3, 8, error: "ThrottlingException"), Call(3, 9)]);

        (result.Invocations, result.Refused, result.Duplicates, result.WithoutGuard.Amount).ShouldBe((3, 0, 3, 6m));
    }

    [Fact]
    public async Task Observe_says_would_stop_and_cuts_nothing()
    {
        var result = await Run(Policy(Cap(10)) with { Mode = PolicyMode.Observe }, Steady(60, 1));

        result.Stops.ShouldHaveSingleItem();
        result.WithGuard.ShouldBe(result.WithoutGuard);
    }

    [Fact]
    public async Task An_exempt_principal_is_metered_and_told_but_never_stopped()
    {
        var result = await Run(Policy(Cap(10)) with { Exempt = [new Glob("role/ag*")] }, Steady(60, 1));

        result.Stops.ShouldBeEmpty();
        result.Notifications.ShouldHaveSingleItem().Level.ShouldBe("breach");
    }

    [Fact]
    public async Task An_account_stop_leaves_the_exempt_alone()
    {
        var rule = Cap(10) with { Per = [Dimension.Account], Stop = StopScope.Account };
        var policy = Policy(rule) with { Exempt = [new Glob("role/BreakGlass*")] };

        var result = await Run(policy, Steady(60, 1).Concat(Steady(60, 1, role: "BreakGlass1", firstNumber: 1000)));

        result.Stops.ShouldHaveSingleItem().Target.ShouldBe(new ReplayTarget(StopScope.Account, "111122223333", "111122223333"));
        result.WithGuard.Amount.ShouldBe(60 + 34);
    }

    [Fact]
    public async Task A_manual_stop_is_told_and_waits()
    {
        var result = await Run(Policy(Cap(10) with { Approval = Approval.Manual }), Steady(60, 1));

        result.Stops.ShouldHaveSingleItem().EffectiveAt.ShouldBeNull();
        result.WithGuard.ShouldBe(result.WithoutGuard);
    }

    [Fact]
    public async Task Beyond_the_most_stops_of_a_window_further_ones_wait()
    {
        var policy = Policy(Cap(10)) with { MaxStops = new MaxStops(2, WindowUnit.Hour) };
        var calls = Enumerable.Range(0, 5).SelectMany(n => Steady(60, 1, role: "agent-" + n, firstNumber: n * 1000, fromSeconds: n * 100));

        var result = await Run(policy, calls);

        result.Stops.Count.ShouldBe(5);
        result.Stops.Count(stop => stop.EffectiveAt is not null).ShouldBe(2);
    }

    [Fact]
    public async Task A_session_is_cut_without_its_sibling()
    {
        var rule = Cap(10) with { Per = [Dimension.Principal, Dimension.Session], Stop = StopScope.Session };
        var calls = Enumerable.Range(0, 60).Select(n => Call(n, n, session: "loud"))
            .Concat(Enumerable.Range(0, 6).Select(n => Call(1000 + n, n * 10, session: "quiet")));

        var result = await Run(Policy(rule), calls);

        result.Stops.ShouldHaveSingleItem().Target.Name.ShouldBe("role/agent/loud");
        result.WithGuard.Amount.ShouldBe(39 + 6);
    }

    [Fact]
    public async Task A_model_is_cut_by_all_routes_and_for_everyone()
    {
        var rule = Cap(1) with
        {
            Per = [Dimension.Model],
            Limit = new Limit.CallCount(10),
            Stop = StopScope.Model,
            Match = [new FieldMatch(Dimension.Model, [new Glob("anthropic.claude-opus-*")])]
        };
        string[] routes =
            ["us.anthropic.claude-opus-4-6-v1", "global.anthropic.claude-opus-4-6-v1",
            "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-opus-4-6-v1"];
        var calls = Enumerable.Range(0, 60).Select(n => Call(n, n, role: "r" + (n % 7), model: routes[n % 3]))
            .Concat(Enumerable.Range(0, 20).Select(n => Call(1000 + n, n, model: "anthropic.claude-opus-4-7-v1")));

        var result = await Run(Policy(rule), calls);

        result.Stops.Select(stop => stop.Target.Name)
            .ShouldBe(["anthropic.claude-opus-4-6-v1", "anthropic.claude-opus-4-7-v1"], ignoreOrder: true);
        result.Stops[0].Unit.ShouldBe(Unit.Calls);
    }

    [Fact]
    public async Task Broken_caching_is_told_once_it_has_had_its_chance()
    {
        var rule = Cap(1) with
        {
            Id = "cache-is-broken",
            Limit = new Limit.CacheHitRatio(0.30m, 5_000),
            Every = new Every.Rolling(TimeSpan.FromMinutes(30)),
            Stop = StopScope.None,
        };
        var calls = Enumerable.Range(0, 10).Select(n => Call(n, n * 60, usd: 0, input: 900, cacheRead: 100));

        var result = await Run(Policy(rule), calls);

        var told = result.Notifications.ShouldHaveSingleItem();
        told.Level.ShouldBe("breach");
        told.At.ShouldBe(Start.AddMinutes(4).AddSeconds(20));
        result.Stops.ShouldBeEmpty();
    }

    [Fact]
    public async Task Levels_are_told_once_each()
    {
        var rule = Cap(10) with { NotifyPercents = [50, 80], NotifyBreach = false };

        var result = await Run(Policy(rule), Steady(60, 60));

        result.Notifications.Select(told => (told.Level, told.At)).ShouldBe([
            ("50%", Start.AddMinutes(4).AddSeconds(20)),
            ("80%", Start.AddMinutes(7).AddSeconds(20)),
        ]);
    }

    [Fact]
    public async Task Refused_calls_cost_nothing_and_count_for_no_limit()
    {
        var rule = Cap(1) with { Limit = new Limit.CallCount(5) };
        var calls = Enumerable.Range(0, 100).Select(n => Call(n, n, error: "ThrottlingException")).Append(Call(1000, 101));

        var result = await Run(Policy(rule), calls);

        (result.Refused, result.Invocations, result.Stops.Count).ShouldBe((100, 1, 0));
    }

    [Fact]
    public async Task A_record_without_a_tag_is_counted_under_none()
    {
        var rule = Cap(10) with { Per = [Dimension.Tag("workflow")], Stop = StopScope.Account };
        var calls = Enumerable.Range(0, 9).Select(n => Call(n, n, tags: new Dictionary<string, string> { ["workflow"] = "w" + (n % 3) }))
            .Concat(Steady(60, 1, firstNumber: 100));

        var result = await Run(Policy(rule), calls);

        result.Stops.ShouldHaveSingleItem().Reason.ShouldStartWith("(none) reached $10.00");
    }

    [Fact]
    public async Task Two_rules_that_hold_one_target_release_it_only_together()
    {
        var hourly = Cap(5, WindowUnit.Hour) with { Id = "hourly", Restore = new RestorePlan.AtWindowTurn() };
        var daily = Cap(10) with { Id = "daily", Restore = new RestorePlan.Manual() };

        // Ten dollars at once: both rules stop. The hour turns, the day's stop stays.
        var result = await Run(Policy(hourly, daily), [Call(1, 0, 10), .. Steady(100, 60, firstNumber: 10, fromSeconds: 60)]);

        result.Stops.Count.ShouldBe(2);
        result.WithGuard.Amount.ShouldBe(10);
    }

    [Fact]
    public async Task Nothing_to_read_is_an_empty_result()
    {
        var result = await Run(Policy(Cap(10)), []);

        (result.From, result.Invocations, result.Stops.Count, result.Timeline.Count).ShouldBe((null, 0, 0, 0));
    }

    [Fact]
    public async Task The_timeline_ends_on_the_totals()
    {
        var result = await Run(Policy(Cap(10)), Steady(5000, 7));

        result.Timeline.Count.ShouldBeInRange(900, 1000);
        result.Timeline[^1].WithoutGuard.ShouldBe(result.WithoutGuard);
        result.Timeline[^1].WithGuard.ShouldBe(result.WithGuard);
    }

    private static ValueTask<ReplayResult> Run(Policy policy, IEnumerable<Invocation> calls, ReplayOptions? options = null) =>
        Engine.Replay.Replay.RunAsync(policy, Prices, calls, options ?? ReplayOptions.Default, null, default);
}
