using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Cycle;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.PolicyTurns;

/// <summary>Whoever is exempted while it is stopped is let go, told of, and left alone by every path.</summary>
public class ExemptTests
{
    private static readonly DateTimeOffset Later = Start.AddMinutes(10);

    [Theory]
    [InlineData("role/agent")]
    [InlineData("arn:aws:iam::111122223333:role/agent")]
    public async Task It_is_lifted_within_a_minute_and_told(string exempt)
    {
        var guard = await StoppedAsync();

        guard.Apply(guard.Policy with { Exempt = [new Glob(exempt)] });
        await guard.MinuteAsync(Later);

        guard.IsDenied(Later).ShouldBeFalse();
        var word = guard.LastWordOf("role/agent");
        (word.State, word.Note).ShouldBe((StopState.Released, "the policy in force exempts role/agent"));
        await guard.CallAsync(Steady(5, 1, firstNumber: 100, fromSeconds: 700));
        (await guard.OpenAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stop_by_hand_is_lifted_too()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)));
        var stop = Stop.ByHand(new StopTarget.Principal(GuardOverPolicies.Account, "role/agent", "arn:aws:iam::111122223333:role/agent"),
            "ana", "loops", Start);
        await guard.Stops.TryOpenAsync(stop, bound: null, default);
        await guard.Enforcement.BeginAsync(stop, Start, default);

        guard.Apply(guard.Policy with { Exempt = [new Glob("role/agent")] });
        await guard.MinuteAsync(Later);

        guard.IsDenied(Later).ShouldBeFalse();
    }

    [Fact]
    public async Task Before_the_watchs_minute_its_removed_deny_is_not_put_back_a_leak_does_not_escalate_and_a_failed_stop_is_not_enforced()
    {
        var guard = await StoppedAsync();
        var stop = await guard.OnlyAsync();
        guard.Apply(guard.Policy with { Exempt = [new Glob("role/agent")] });
        await guard.Iam.AllowAsync(stop.Denied, Later, default);
        var verification = new Verification(new CycleContext(new RuleBook(guard.Policy), guard.Enforcement));

        await verification.RunAsync(Later, default);
        (await verification.LeakAsync(stop, Served.Twice(stop, Later), Later, default)).ShouldBeNull();
        (await guard.Enforcement.EnsureAsync(stop, Later, default)).State.ShouldBe(StopState.Enforced);
        await guard.Stops.TryAdvanceAsync(stop, stop with { State = StopState.Failed, Revision = stop.Revision + 1 }, null, default);
        await guard.Enforcement.ResumeAsync(Later, default);
        (await guard.Enforcement.CompleteAsync(stop.Id, Later, default)).ShouldBeNull();

        guard.IsDenied(Later).ShouldBeFalse();
        (await guard.Stops.OpenAsync(default)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_waits_for_approval_cannot_be_approved_and_ends()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3) with { Approval = Approval.Manual }));
        await guard.CallAsync(Steady(5, 1));
        var waiting = await guard.OnlyAsync();

        guard.Apply(guard.Policy with { Exempt = [new Glob("role/agent")] });

        (await guard.Enforcement.CommandAsync(waiting, new StopCommand.Approve(Later, "ana"), default))
            .ShouldBe(new StopTransition.Refused("the policy in force exempts role/agent"));
        await guard.MinuteAsync(Later);
        (await guard.OpenAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stop_of_the_account_that_took_over_for_it_ends_with_it()
    {
        var guard = await StoppedAsync();
        var narrow = await guard.OnlyAsync();
        var wider = await new StopOpening(guard.Policy, guard.Enforcement)
            .EscalateAsync(narrow, new StopTarget.WholeAccount(GuardOverPolicies.Account), Start.AddMinutes(5), default);
        await guard.Enforcement.CommandAsync(narrow, new StopCommand.Escalate(Start.AddMinutes(5), wider.Id), default);

        guard.Apply(guard.Policy with { Exempt = [new Glob("role/agent")] });
        await guard.MinuteAsync(Later);

        (await guard.OpenAsync()).ShouldBeEmpty();
        guard.IsDenied(Later, "other").ShouldBeFalse();
    }

    [Fact]
    public async Task A_restore_of_it_needs_no_raise()
    {
        var guard = await StoppedAsync();
        guard.Apply(guard.Policy with { Exempt = [new Glob("role/agent")] });

        (await guard.RestoreAsync(await guard.OnlyAsync(), 0, Later)).ShouldBeOfType<RestoreResult.Done>();
    }

    [Fact]
    public async Task Exempt_no_more_within_the_same_window_it_is_stopped_again()
    {
        var guard = await StoppedAsync();
        guard.Apply(guard.Policy with { Exempt = [new Glob("role/agent")] });
        await guard.MinuteAsync(Later);

        guard.Apply(Policy(Cap(3)));
        await guard.MinuteAsync(Later.AddMinutes(5));

        guard.IsDenied(Later.AddMinutes(5)).ShouldBeTrue();
    }

    [Fact]
    public async Task Restored_while_it_was_exempt_it_is_stopped_when_it_is_exempt_no_more()
    {
        var guard = await StoppedAsync();
        guard.Apply(guard.Policy with { Exempt = [new Glob("role/agent")] });
        await guard.RestoreAsync(await guard.OnlyAsync(), 0, Later);

        guard.Apply(Policy(Cap(3)));
        await guard.MinuteAsync(Later.AddMinutes(1));

        guard.IsDenied(Later.AddMinutes(1)).ShouldBeTrue();
    }

    [Fact]
    public async Task Whoever_may_be_meant_by_a_path_that_a_counter_does_not_know_is_not_stopped_from_a_counter()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)) with { Mode = PolicyMode.Observe });
        await guard.CallAsync(Steady(5, 1));

        guard.Apply(Policy(Cap(3)) with { Exempt = [new Glob("arn:aws:iam::111122223333:role/platform/agent")] });
        await guard.MinuteAsync(Later);

        guard.IsDenied(Later).ShouldBeFalse();
    }

    private static async Task<GuardOverPolicies> StoppedAsync()
    {
        var guard = new GuardOverPolicies(Policy(Cap(3)));
        await guard.CallAsync(Steady(5, 1));
        guard.IsDenied(Later).ShouldBeTrue();
        return guard;
    }
}
