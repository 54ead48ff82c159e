using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>One record stops nobody: two calls by two ids, after their own deny, widen by one step.</summary>
public class LeakTests
{
    private readonly MeterHarness _harness = new(Rules);

    private static Policy Rules => Policy(
        Cap(100),
        Cap(1) with { Id = "sessions", Per = [Dimension.Principal, Dimension.Session], Stop = StopScope.Session });

    // A process of its own each time: what it has to remember, the stop remembers.
    private Verification Verification =>
        new(_harness.Context);

    [Fact]
    public async Task One_call_is_remembered_and_told_to_nobody_and_the_same_again_is_no_second()
    {
        var stop = await StoppedAsync();
        var use = stop.EnforcedAt!.Value.AddMinutes(5);

        for (var i = 0; i < 3; i++)
            (await Verification.LeakAsync(await FindAsync(stop), Served.Once(stop, use, id: "one"), use, default)).ShouldBeNull();

        var after = await FindAsync(stop);
        (after.LeakedAt, after.EscalatedTo, after.Served!.Calls.Single().RequestId).ShouldBe((null, null, "one"));
        _harness.Notifier.Stops.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_second_call_in_another_batch_and_another_process_is_a_leak_and_says_which_calls_they_were()
    {
        var stop = await StoppedAsync();
        var use = stop.EnforcedAt!.Value.AddMinutes(5);
        await Verification.LeakAsync(stop, Served.Once(stop, use, id: "one"), use, default);

        var wider =
            await Verification.LeakAsync(await FindAsync(stop), Served.Once(stop, use.AddHours(1), id: "two"), use.AddHours(1), default);

        wider.ShouldNotBeNull().Target.ShouldBeOfType<StopTarget.Principal>();
        var leaking = await FindAsync(stop);
        (leaking.LeakedAt, leaking.EscalatedTo).ShouldBe((use.AddHours(1), wider.Id));
        leaking.Served!.Calls.Select(call => call.RequestId).ShouldBe(["one", "two"]);
        _harness.Notifier.Stops.Single(told => told.LeakedAt is not null).Note.ShouldBe(
            "Bedrock still serves it though the deny is in place: one and two by role/agent");
    }

    [Fact]
    public async Task Each_step_needs_calls_after_its_own_deny()
    {
        var stop = await StoppedAsync();
        var use = stop.EnforcedAt!.Value.AddMinutes(5);
        var principal = (await Verification.LeakAsync(stop, Served.Twice(stop, use), use, default)).ShouldNotBeNull();

        // Served until the principal's deny works, or by a call that began before.
        (await Verification.LeakAsync(
            await FindAsync(principal), Served.Twice(principal, use.AddSeconds(100)), use.AddSeconds(110), default)).ShouldBeNull();
        (await Verification.LeakAsync(await FindAsync(principal), Served.Once(principal, use.AddMinutes(3)), use.AddMinutes(3), default))
            .ShouldBeNull();
        (await _harness.Stops.OpenAsync(default)).Count.ShouldBe(2);

        (await Verification.LeakAsync(await FindAsync(principal), Served.Once(principal, use.AddMinutes(4)), use.AddMinutes(4), default))
            .ShouldNotBeNull().Target.ShouldBeOfType<StopTarget.WholeAccount>();
    }

    [Fact]
    public async Task A_deny_that_is_gone_is_put_back_and_what_was_served_meanwhile_is_forgotten()
    {
        var stop = await StoppedAsync();
        var use = stop.EnforcedAt!.Value.AddMinutes(5);
        await Verification.LeakAsync(stop, Served.Once(stop, use), use, default);
        await _harness.Account.AllowAsync(stop.Target, use, default);

        (await Verification.LeakAsync(await FindAsync(stop), Served.Twice(stop, use.AddMinutes(1)), use.AddMinutes(1), default))
            .ShouldBeNull();
        (await _harness.Account.IsDeniedAsync(stop.Target, default)).ShouldBe(true);
        (await Verification.LeakAsync(await FindAsync(stop), Served.Once(stop, use.AddMinutes(6)), use.AddMinutes(6), default))
            .ShouldBeNull();

        (await FindAsync(stop)).LeakedAt.ShouldBeNull();
    }

    [Fact]
    public async Task Two_meters_that_saw_one_call_each_at_the_same_time_lose_neither()
    {
        var stop = await StoppedAsync();
        var use = stop.EnforcedAt!.Value.AddMinutes(5);
        await Verification.LeakAsync(stop, Served.Once(stop, use), use, default);

        // As the other had read it.
        (await Verification.LeakAsync(stop, Served.Once(stop, use.AddSeconds(1)), use.AddSeconds(2), default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Whose_meter_died_between_the_leak_and_the_wider_stop_gets_it_when_the_batch_comes_again()
    {
        var stop = await StoppedAsync();
        var use = stop.EnforcedAt!.Value.AddMinutes(5);
        var leak = Served.Twice(stop, use);
        await _harness.Enforcement.CommandAsync(stop, new StopCommand.ReportServed(use, leak.Calls), default);

        (await Verification.LeakAsync(await FindAsync(stop), leak, use, default)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_stop_by_hand_tells_and_leaves_the_step_to_a_person()
    {
        var stop = Stop.ByHand(
            new StopTarget.Principal("111122223333", "role/agent", "arn:aws:iam::111122223333:role/agent"), "ana", "a loop", Start);
        await _harness.Stops.TryOpenAsync(stop, null, default);
        stop = await _harness.Enforcement.BeginAsync(stop, Start, default);

        (await Verification.LeakAsync(stop, Served.Twice(stop, Start.AddMinutes(9)), Start.AddMinutes(9), default)).ShouldBeNull();

        _harness.Notifier.Stops.Count(told => told.LeakedAt is not null).ShouldBe(1);
    }

    [Fact]
    public async Task What_the_log_group_had_and_nobody_delivered_is_looked_through_too()
    {
        var stop = await StoppedAsync();
        var works = (int)(stop.EnforcedAt!.Value - Start).TotalSeconds + (int)Stop.Grace.TotalSeconds;

        var wider = await new LeakSearch(_harness.Context, Verification)
            .RunAsync(
            [Call(900, works + 60, session: "s-1"), Call(901, works + 61, session: "s-1")], stop.EnforcedAt.Value.AddHours(1), default);

        wider.ShouldHaveSingleItem().Target.ShouldBeOfType<StopTarget.Principal>();
    }

    private async Task<Stop> StoppedAsync()
    {
        await _harness.Run([.. Enumerable.Range(0, 3).Select(n => Call(n, n, usd: 1, session: "s-1"))]);
        return (await _harness.Stops.OpenAsync(default)).ShouldHaveSingleItem();
    }

    private async Task<Stop> FindAsync(Stop stop) => (await _harness.Stops.FindAsync(stop.Id, default)).ShouldNotBeNull();
}
