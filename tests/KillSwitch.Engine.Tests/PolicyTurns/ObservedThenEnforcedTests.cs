using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.PolicyTurns;

/// <summary>What is over its limit under the policy in force is stopped, whatever was in force when its breach was first seen.</summary>
public class ObservedThenEnforcedTests
{
    private static readonly DateTimeOffset Later = Start.AddMinutes(10);

    public static TheoryData<string, Policy> Policies => new()
    {
        { "observing", Policy(Cap(3)) with { Mode = PolicyMode.Observe } },
        { "stops nothing", Policy(Cap(3) with { Stop = StopScope.None }) },
        { "asks for approval", Policy(Cap(3) with { Approval = Approval.Manual }) },
        { "no stop is left", Policy(Cap(3)) with { MaxStops = new MaxStops(1, WindowUnit.Day) } },
        { "exempt", Policy(Cap(3)) with { Exempt = [new Glob("role/agent")] } },
        { "another limit", Policy(Cap(1000)) },
        { "no rule", Policy() },
        { "another role", Policy(Cap(3) with { Match = [new FieldMatch(Dimension.Principal, [new Glob("role/else")])] }) },
        { "one session", Policy(Cap(30) with { Per = [Dimension.Principal, Dimension.Session], Stop = StopScope.Session }) },
        { "another window", Policy(Cap(3, WindowUnit.Minute) with { Restore = new RestorePlan.After(TimeSpan.FromMinutes(1)) }) },
    };

    [Theory]
    [MemberData(nameof(Policies))]
    public async Task Whoever_is_over_is_stopped_within_the_watchs_minute_once_and_told_once(string why, Policy before)
    {
        var guard = new GuardOverPolicies(before);
        await guard.CallAsync(Call(900, 0, usd: 5, role: "first"));
        await guard.CallAsync(Steady(5, 1));
        await guard.MinuteAsync(Start.AddMinutes(5));
        guard.IsDenied(Later).ShouldBeFalse(why);
        var told = guard.Notifier.Stops.Count(stop => stop.State == StopState.Enforced && stop.Target.Name == "role/agent");

        guard.Apply(Policy(Cap(3)));
        await guard.MinuteAsync(Later);

        guard.IsDenied(Later).ShouldBeTrue(why);
        await guard.MinuteAsync(Later.AddMinutes(1));
        await guard.MinuteAsync(Later.AddMinutes(2));
        await guard.MinuteAsync(Later.AddMinutes(3));
        guard.Notifier.Stops.Count(stop => stop.State == StopState.Enforced && stop.Target.Name == "role/agent").ShouldBe(told + 1, why);
        (await guard.OpenAsync())["role/agent"].Evidence!.Measured.ShouldBe(5, why);
    }

    [Fact]
    public async Task A_trailing_window_is_no_other()
    {
        var rule = Cap(3) with { Every = new Every.Rolling(TimeSpan.FromHours(1)) };
        var guard = new GuardOverPolicies(Policy(rule) with { Mode = PolicyMode.Observe });
        await guard.CallAsync(Steady(5, 1));

        guard.Apply(Policy(rule));
        await guard.MinuteAsync(Later);

        guard.IsDenied(Later).ShouldBeTrue();
    }

    [Fact]
    public async Task A_breach_that_a_person_dismissed_while_it_was_observed_is_stopped_all_the_same()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)) with { Mode = PolicyMode.Observe });
        await guard.CallAsync(Steady(5, 1));
        await guard.RestoreAsync(await guard.OnlyAsync(), 0, Start.AddMinutes(1));

        guard.Apply(Policy(Cap(3)));
        await guard.MinuteAsync(Later);

        guard.IsDenied(Later).ShouldBeTrue();
    }

    [Fact]
    public async Task What_a_meter_that_still_went_by_the_policy_before_has_observed_since_is_stopped_two_minutes_later()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)) with { Mode = PolicyMode.Observe });
        var observing = new KillSwitch.Engine.Cycle.Meter(
            new KillSwitch.Engine.Cycle.CycleContext(
                new KillSwitch.Core.Evaluation.RuleBook(guard.Policy), new KillSwitch.Engine.Cycle.Enforcement(guard.Ports)), Prices)
        { CountsUsage = true };
        guard.Apply(Policy(Cap(3)));
        await guard.MinuteAsync(Start);

        await observing.RunAsync([.. Steady(5, 1, fromSeconds: 10)], Start.AddSeconds(40), default);
        (await guard.OnlyAsync()).State.ShouldBe(StopState.Observed);
        await guard.MinuteAsync(Start.AddMinutes(1));
        await guard.MinuteAsync(Start.AddMinutes(2));

        guard.IsDenied(Start.AddMinutes(2)).ShouldBeTrue();
    }

    [Theory]
    [InlineData(StopState.AwaitingApproval)]
    [InlineData(StopState.Intended)]
    [InlineData(StopState.Failed)]
    public async Task A_policy_that_observes_carries_out_no_stop_that_was_pending_or_waiting(StopState state)
    {
        var guard = new GuardOverPolicies(Policy(Cap(3) with { Approval = Approval.Manual }));
        await guard.CallAsync(Steady(5, 1));
        var waiting = await guard.OnlyAsync();
        if (state != StopState.AwaitingApproval)
        {
            (await guard.Stops.TryAdvanceAsync(waiting, waiting with { State = state, Revision = waiting.Revision + 1 }, null, default))
                .ShouldBeTrue();
        }

        guard.Apply(Policy(Cap(3) with { Approval = Approval.Manual }) with { Mode = PolicyMode.Observe });
        var approval = await guard.Enforcement.CommandAsync(waiting, new StopCommand.Approve(Later, "ana"), default);
        await guard.MinuteAsync(Later);
        await guard.MinuteAsync(Later.AddMinutes(2));

        approval.ShouldBe(new StopTransition.Refused("the policy in force observes"));
        guard.IsDenied(Later.AddMinutes(2)).ShouldBeFalse();
        (await guard.OnlyAsync()).State.ShouldBe(StopState.Observed);
    }

    [Fact]
    public async Task A_stop_that_is_in_force_stays_so_under_a_policy_that_observes_until_a_person_restores_it()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)));
        await guard.CallAsync(Steady(5, 1));

        guard.Apply(Policy(Cap(3)) with { Mode = PolicyMode.Observe });
        await guard.MinuteAsync(Later);

        guard.IsDenied(Later).ShouldBeTrue();
    }

    [Fact]
    public async Task Nobody_more_is_stopped_than_maxStops_lets()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)) with { Mode = PolicyMode.Observe });
        foreach (var role in (string[])["a", "b", "c"])
            await guard.CallAsync(Steady(5, 1, role: role, firstNumber: 100 * role[0]));

        guard.Apply(Policy(Cap(3)) with { MaxStops = new MaxStops(2, WindowUnit.Day) });
        await guard.MinuteAsync(Later);

        (await guard.OpenAsync()).Values.Count(stop => stop.State == StopState.Enforced).ShouldBe(2);
        (await guard.OpenAsync()).Values.Count(stop => stop.State == StopState.AwaitingApproval).ShouldBe(1);
        // The same policy with another comment lets no more.
        guard.Apply(guard.Policy with { Unpriced = UnpricedModels.Ignore });
        await guard.MinuteAsync(Later.AddMinutes(5));
        (await guard.OpenAsync()).Values.Count(stop => stop.State == StopState.AwaitingApproval).ShouldBe(1);
    }

    [Fact]
    public async Task What_was_observed_in_the_window_before_makes_no_second_stop_in_this_one()
    {
        var rule = Cap(3, WindowUnit.Hour);
        var guard = new GuardOverPolicies(Policy(rule) with { Mode = PolicyMode.Observe });
        await guard.CallAsync(Steady(5, 1));
        guard.Apply(Policy(rule));
        await guard.CallAsync(Steady(5, 1, firstNumber: 100, fromSeconds: 3700));

        await guard.MinuteAsync(Start.AddSeconds(3800));

        (await guard.OnlyAsync()).State.ShouldBe(StopState.Enforced);
        guard.Notifier.Stops.Count(stop => stop.State == StopState.Enforced).ShouldBe(1);
    }

    [Fact]
    public async Task The_plan_says_whom_it_stops_and_changes_nothing()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)) with { Mode = PolicyMode.Observe });
        await guard.CallAsync(Steady(5, 1));
        await guard.CallAsync(Call(900, 0, usd: 1, role: "innocent"));

        var plan = await guard.PlanAsync(Policy(Cap(3)), Later);

        plan.Over.ShouldHaveSingleItem().Hit.Target!.Name.ShouldBe("role/agent");
        (await guard.OnlyAsync()).State.ShouldBe(StopState.Observed);
        guard.IsDenied(Later).ShouldBeFalse();
    }
}
