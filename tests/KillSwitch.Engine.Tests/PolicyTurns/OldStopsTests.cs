using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.PolicyTurns;

/// <summary>What no rule stands behind ends.</summary>
public class OldStopsTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Observed_stops_end_with_their_windows_whatever_their_rule_says_of_restoring(bool isRolling)
    {
        var rule = Cap(3, WindowUnit.Hour);
        var guard = new GuardOverPolicies(
            Policy(isRolling ? rule with { Every = new Every.Rolling(TimeSpan.FromHours(1)) } : rule) with { Mode = PolicyMode.Observe });
        for (var hour = 0; hour < 24; hour += 2)
        {
            await guard.CallAsync(Steady(5, 1, firstNumber: 100 * hour, fromSeconds: hour * 3600));
            await guard.MinuteAsync(Start.AddHours(hour).AddMinutes(1));
        }

        (await guard.Stops.OpenAsync(default)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Those_that_an_earlier_build_left_open_end_and_a_plan_says_how_many()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3, WindowUnit.Hour)) with { Mode = PolicyMode.Observe });
        for (var hour = 0; hour < 20; hour++)
        {
            await guard.CallAsync(Steady(5, 1, firstNumber: 100 * hour, fromSeconds: hour * 3600));
            var stop = (await guard.Stops.OpenAsync(default))[^1];
            await guard.Stops.TryAdvanceAsync(stop, stop with { ReleaseAt = null, Revision = stop.Revision + 1 }, null, default);
        }

        var now = Start.AddDays(7);
        (await guard.PlanAsync(guard.Policy, now)).Endings.Count.ShouldBe(20);
        await guard.MinuteAsync(now);

        (await guard.Stops.OpenAsync(default)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stop_of_a_rule_that_is_gone_is_lifted_and_one_whose_rule_is_back_is_made_again()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)));
        await guard.CallAsync(Steady(5, 1));

        guard.Apply(Policy(Cap(3) with { Id = "other-name", Limit = new Limit.CallCount(1000) }));
        await guard.MinuteAsync(Start.AddMinutes(10));
        guard.IsDenied(Start.AddMinutes(10)).ShouldBeFalse();
        guard.LastWordOf("role/agent").Note.ShouldBe("its rule is not in the policy in force");

        guard.Apply(Policy(Cap(3)));
        await guard.MinuteAsync(Start.AddMinutes(20));
        guard.IsDenied(Start.AddMinutes(20)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_stop_of_a_session_gives_way_to_one_of_its_principal_where_the_rule_says_so_now()
    {
        var rule = Cap(3) with { Per = [Dimension.Principal, Dimension.Session], Stop = StopScope.Session };
        var guard = new GuardOverPolicies(Policy(rule));
        await guard.CallAsync(Steady(5, 1));
        (await guard.OnlyAsync()).Target.Kind.ShouldBe(StopScope.Session);

        guard.Apply(Policy(rule with { Stop = StopScope.Principal }));
        await guard.MinuteAsync(Start.AddMinutes(10));

        var stop = await guard.OnlyAsync();
        (stop.Target.Kind, stop.State).ShouldBe((StopScope.Principal, StopState.Enforced));
    }

    [Fact]
    public async Task What_is_closed_by_a_plan_is_what_cuts_nothing_and_is_not_to_be_stopped()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)) with { Mode = PolicyMode.Observe });
        await guard.CallAsync(Steady(5, 1));
        await guard.CallAsync(Steady(5, 1, role: "gone", firstNumber: 100));
        var next = Policy(Cap(3)) with { Exempt = [new Glob("role/gone")] };
        var turn = new KillSwitch.Engine.PolicyTurns.PolicyTurn(
            new KillSwitch.Engine.Cycle.CycleContext(new KillSwitch.Core.Evaluation.RuleBook(next), guard.Enforcement));

        (await turn.CloseAsync(await turn.PlanAsync(Start.AddMinutes(5), default), Start.AddMinutes(5), default)).ShouldBe(1);

        (await guard.OnlyAsync()).Target.Name.ShouldBe("role/agent");
    }
}
