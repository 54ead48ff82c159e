using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Messages;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.PolicyTurns;

/// <summary>What a restore grants, whatever it restores; and that what is said of it agrees with what is denied.</summary>
public class RestoredTests
{
    private static readonly Limit.CacheHitRatio Ratio = new(0.3m, 1000);

    public static TheoryData<Every> Windows =>
    [
        new Every.Calendar(WindowUnit.Hour), new Every.Calendar(WindowUnit.Day), new Every.Calendar(WindowUnit.Week),
        new Every.Calendar(WindowUnit.Month),
        new Every.Rolling(TimeSpan.FromMinutes(30)), new Every.Rolling(TimeSpan.FromDays(7)),
    ];

    [Theory]
    [MemberData(nameof(Windows))]
    public async Task A_restored_ratio_trips_again_by_what_came_after_the_restore_and_by_that_alone(Every every)
    {
        var guard = new GuardOverPolicies(Policy(Cap(3) with { Limit = Ratio, Every = every }));
        await guard.CallAsync(Call(1, 0, input: 900, cacheRead: 100), Call(2, 1, input: 900));
        var first = await guard.OnlyAsync();
        (await guard.RestoreAsync(first, 0, Start.AddMinutes(2))).ShouldBeOfType<RestoreResult.Done>();

        await guard.CallAsync(Call(3, 180, input: 100, cacheRead: 800), Call(4, 181, input: 100, cacheRead: 800));
        (await guard.OpenAsync()).ShouldBeEmpty();
        await guard.CallAsync(Call(5, 190, input: 5000));

        var again = await guard.OnlyAsync();
        again.Evidence!.Total.Tokens.TotalInputTokens.ShouldBe(6800);
        (await guard.RestoreAsync(again, 0, Start.AddMinutes(4))).ShouldBeOfType<RestoreResult.Done>();
        await guard.CallAsync(Call(6, 300, input: 999));
        (await guard.OpenAsync()).ShouldBeEmpty();
        await guard.CallAsync(Call(7, 301, input: 1));
        (await guard.OnlyAsync()).Evidence!.Total.Tokens.TotalInputTokens.ShouldBe(1000);
    }

    [Fact]
    public async Task Under_a_trailing_window_a_round_never_goes_back_when_a_grant_ends()
    {
        var rule = Cap(100) with { Limit = new Limit.CallCount(100), Every = new Every.Rolling(TimeSpan.FromHours(1)) };
        var guard = new GuardOverPolicies(Policy(rule));
        await guard.CallAsync(Steady(100, 0.1));
        await guard.RestoreAsync(await guard.OnlyAsync(), raise: 25, Start.AddMinutes(1));
        await guard.CallAsync(Steady(25, 0.1, firstNumber: 1000, fromSeconds: 70 * 60));
        await guard.CallAsync(Steady(100, 0.1, firstNumber: 2000, fromSeconds: 71 * 60));
        var second = await guard.OnlyAsync();
        await guard.RestoreAsync(second, raise: 25, Start.AddMinutes(72));

        // For hours it goes on at a pace far above any of the limits.
        for (var minute = 75; minute < 400; minute += 5)
        {
            await guard.MinuteAsync(Start.AddMinutes(minute));
            if (!guard.IsDenied(Start.AddMinutes(minute)))
                await guard.CallAsync(Steady(40, 0.1, firstNumber: 10_000 + (100 * minute), fromSeconds: minute * 60));
        }

        guard.IsDenied(Start.AddMinutes(400)).ShouldBeTrue();
        (await guard.OnlyAsync()).Trip!.Round.ShouldBe(2);
    }

    [Fact]
    public async Task A_waiting_stop_at_its_limit_needs_a_raise_and_stops_again_past_it()
    {
        var guard = new GuardOverPolicies(Policy(Cap(100) with { Approval = Approval.Manual }));
        await guard.CallAsync(Steady(100, 1));
        var waiting = await guard.OnlyAsync();

        (await guard.RestoreAsync(waiting, 0, Start.AddMinutes(5))).ShouldBeOfType<RestoreResult.WouldTripAgain>();
        (await guard.RestoreAsync(waiting, 50, Start.AddMinutes(5))).ShouldBeOfType<RestoreResult.Done>();
        await guard.CallAsync(Steady(60, 1, firstNumber: 1000, fromSeconds: 600));

        var again = await guard.OnlyAsync();
        (again.State, again.Evidence!.Limit).ShouldBe((StopState.AwaitingApproval, 150));
    }

    [Fact]
    public async Task A_stop_by_hand_is_lifted_though_a_raise_was_asked_for_and_says_that_there_was_nothing_to_raise()
    {
        var guard = new GuardOverPolicies(Policy(Cap(100)));
        var stop = await ByHandAsync(guard);

        var done = (await guard.RestoreAsync(stop, 50, Start.AddMinutes(1))).ShouldBeOfType<RestoreResult.Done>();

        done.Stop.State.ShouldBe(StopState.Released);
        done.But.ShouldBe("it was made by hand and bounds nothing, so nothing was raised");
    }

    [Fact]
    public async Task A_stop_by_hand_holds_whoever_a_rule_has_stopped_past_the_turn_of_the_rules_window_and_both_say_so()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3, WindowUnit.Hour) with { Restore = new RestorePlan.AtWindowTurn() }));
        await guard.CallAsync(Steady(5, 1));
        var byHand = await ByHandAsync(guard);

        await guard.MinuteAsync(Start.AddHours(1));

        guard.IsDenied(Start.AddHours(1)).ShouldBeTrue();
        (await guard.OnlyAsync()).Id.ShouldBe(byHand.Id);
        var word = guard.LastWordOf("role/agent");
        (word.State, word.HeldBy).ShouldBe((StopState.Released, byHand.Id));
        var message = StopMessage.Of(word, new GuardAddress("KillSwitch", "us-east-1"));
        message.Subject.ShouldStartWith("STILL STOPPED");
        message.Text.ShouldContain($"killswitch restore {byHand.Id}");
        message.Text.ShouldNotContain("may call Bedrock");

        (await guard.RestoreAsync(byHand, 0, Start.AddHours(2))).ShouldBeOfType<RestoreResult.Done>().Stop.HeldBy.ShouldBeNull();
        guard.IsDenied(Start.AddHours(2)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_session_is_told_to_be_held_by_its_principal_and_a_principal_by_the_account_unless_it_is_exempt()
    {
        var session = Cap(3) with { Id = "session", Per = [Dimension.Principal, Dimension.Session], Stop = StopScope.Session };
        var account = Cap(5) with { Id = "account", Per = [Dimension.Account], Stop = StopScope.Account };
        var guard = new GuardOverPolicies(Policy(session, Cap(4), account));
        await guard.CallAsync(Steady(6, 1));
        var open = (await guard.Stops.OpenAsync(default)).ToDictionary(stop => stop.Target.Kind);

        var done = (await guard.RestoreAsync(open[StopScope.Session], 10, Start.AddMinutes(1))).ShouldBeOfType<RestoreResult.Done>().Stop;
        done.Holders.ShouldBe([open[StopScope.Principal].Id, open[StopScope.Account].Id]);
        (await guard.RestoreAsync(open[StopScope.Principal], 10, Start.AddMinutes(1)))
            .ShouldBeOfType<RestoreResult.Done>().Stop.Holders.ShouldBe([open[StopScope.Account].Id]);
        (await guard.RestoreAsync(open[StopScope.Account], 10, Start.AddMinutes(1)))
            .ShouldBeOfType<RestoreResult.Done>().Stop.Holders.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_principal_one_of_whose_sessions_stays_stopped_may_call_but_for_that()
    {
        var session = Cap(3) with { Id = "session", Per = [Dimension.Principal, Dimension.Session], Stop = StopScope.Session };
        var guard = new GuardOverPolicies(Policy(session, Cap(4)));
        await guard.CallAsync(Steady(6, 1));
        var open = (await guard.Stops.OpenAsync(default)).ToDictionary(stop => stop.Target.Kind);

        var done = (await guard.RestoreAsync(open[StopScope.Principal], 10, Start.AddMinutes(1))).ShouldBeOfType<RestoreResult.Done>().Stop;

        (done.HeldBy, done.PartHeldBy).ShouldBe((null, open[StopScope.Session].Id));
        StopMessage.Of(done, new GuardAddress("KillSwitch", "us-east-1")).Text.ShouldContain("but for what other stops");
    }

    [Fact]
    public async Task A_restore_below_the_limit_says_that_the_brake_will_stop_it_again()
    {
        var guard = new GuardOverPolicies(Policy(Cap(10, brake: Brake.Predictive)));
        await guard.CallAsync(Steady(9, 1));

        var done = (await guard.RestoreAsync(await guard.OnlyAsync(), 0, Start.AddMinutes(1))).ShouldBeOfType<RestoreResult.Done>();

        done.But.ShouldNotBeNull().ShouldContain("its next calls stop it again");
    }

    [Fact]
    public async Task An_approval_that_comes_too_late_is_refused_with_a_reason()
    {
        var guard = new GuardOverPolicies(
            Policy(Cap(3, WindowUnit.Hour) with { Approval = Approval.Manual, Restore = new RestorePlan.AtWindowTurn() }));
        await guard.CallAsync(Steady(5, 1));
        var waiting = await guard.OnlyAsync();

        (await guard.Enforcement.CommandAsync(waiting, new StopCommand.Approve(Start.AddHours(2), "ana"), default))
            .ShouldBe(new StopTransition.Refused("it came too late: the stop ended on 2026-04-24 13:00 UTC, and nothing is cut"));
        await guard.MinuteAsync(Start.AddHours(3));
        var over = (await guard.Stops.FindAsync(waiting.Id, default))!;
        (await guard.Enforcement.CommandAsync(over, new StopCommand.Approve(Start.AddHours(4), "ana"), default))
            .ShouldBeOfType<StopTransition.Refused>().Reason.ShouldContain("its time ended");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_duration_runs_from_the_approval(bool asksAlways)
    {
        var rule = Cap(3) with
        {
            Approval = asksAlways
            ? Approval.Manual
            : Approval.Automatic,
            Restore = new RestorePlan.After(TimeSpan.FromHours(2))
        };
        var guard = new GuardOverPolicies(Policy(rule) with { MaxStops = asksAlways ? null : new MaxStops(1, WindowUnit.Day) });
        await guard.CallAsync(Call(900, 0, usd: 5, role: "first"));
        await guard.CallAsync(Steady(5, 1));
        var waiting = (await guard.OpenAsync())["role/agent"];

        await guard.MinuteAsync(Start.AddHours(5));
        await guard.Enforcement.CommandAsync(
            (await guard.OpenAsync())["role/agent"], new StopCommand.Approve(Start.AddHours(6), "ana"), default);
        await guard.MinuteAsync(Start.AddHours(7));
        guard.IsDenied(Start.AddHours(7)).ShouldBeTrue();
        await guard.MinuteAsync(Start.AddHours(8));

        guard.IsDenied(Start.AddHours(8)).ShouldBeFalse();
        waiting.State.ShouldBe(StopState.AwaitingApproval);
    }

    private static async Task<Stop> ByHandAsync(GuardOverPolicies guard)
    {
        var stop = Stop.ByHand(new StopTarget.Principal(GuardOverPolicies.Account, "role/agent", "arn:aws:iam::111122223333:role/agent"),
            "ana", "loops", Start);
        await guard.Stops.TryOpenAsync(stop, bound: null, word: null, default);
        return await guard.Enforcement.BeginAsync(stop, Start, default);
    }
}
