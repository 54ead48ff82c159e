using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

public class EnforcementTests
{
    [Fact]
    public async Task A_stop_is_told_once_it_is_in_place()
    {
        var harness = new MeterHarness(Policy(Cap(10)));

        await harness.Run([.. Steady(20, 1)]);

        var told = harness.Notifier.Stops.ShouldHaveSingleItem();
        told.State.ShouldBe(StopState.Enforced);
        told.EnforcedAt.ShouldBe(told.At.AddSeconds(10));
        harness.Account.IsDenied(Call(99, 60)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_deny_that_fails_is_told_once_and_tried_again_until_it_stands()
    {
        var enforcer = new Faulty { Failures = 2 };
        var harness = new MeterHarness(Policy(Cap(10)), enforcer);
        await harness.Run([.. Steady(20, 1)]);

        (await harness.Stops.OpenAsync(default))[0].State.ShouldBe(StopState.Failed);
        await harness.Enforcement.ResumeAsync(Start.AddMinutes(1), default);
        await harness.Enforcement.ResumeAsync(Start.AddMinutes(2), default);
        await harness.Enforcement.ResumeAsync(Start.AddMinutes(3), default);

        harness.Notifier.Stops.Select(stop => stop.State).ShouldBe([StopState.Failed, StopState.Enforced]);
        harness.Notifier.Stops[0].Note.ShouldBe("throttled");
        enforcer.Denied.ShouldBe(3);
    }

    [Fact]
    public async Task A_process_that_died_between_intent_and_deny_is_finished_by_the_next_one()
    {
        var enforcer = new Faulty { Dies = true };
        var harness = new MeterHarness(Policy(Cap(10)), enforcer);
        await Should.ThrowAsync<IOException>(async () => await harness.Run([.. Steady(20, 1)]));

        enforcer.Dies = false;
        await harness.Enforcement.ResumeAsync(Start.AddMinutes(1), default);

        (await harness.Stops.OpenAsync(default)).ShouldHaveSingleItem().State.ShouldBe(StopState.Enforced);
    }

    [Fact]
    public async Task A_restore_lifts_the_deny_and_doing_it_twice_changes_nothing()
    {
        var harness = new MeterHarness(Policy(Cap(10)));
        await harness.Run([.. Steady(20, 1)]);
        var stop = (await harness.Stops.OpenAsync(default))[0];

        var first = await harness.Enforcement.CommandAsync(stop, new StopCommand.Restore(Start.AddMinutes(5), "ana"), default);
        var restored = ((StopTransition.To)first).Next;
        var second = await harness.Enforcement.CommandAsync(restored, new StopCommand.Restore(Start.AddMinutes(6), "ana"), default);

        restored.State.ShouldBe(StopState.Released);
        second.ShouldBe(new StopTransition.Unchanged());
        harness.Account.IsDenied(Call(99, 600)).ShouldBeFalse();
    }

    [Fact]
    public async Task Two_people_at_once_get_one_restore_and_one_plain_word()
    {
        var harness = new MeterHarness(Policy(Cap(10)));
        await harness.Run([.. Steady(20, 1)]);
        var stop = (await harness.Stops.OpenAsync(default))[0];

        await harness.Enforcement.CommandAsync(stop, new StopCommand.Restore(Start.AddMinutes(5), "ana"), default);
        var late = await harness.Enforcement.CommandAsync(stop, new StopCommand.Restore(Start.AddMinutes(5), "bo"), default);

        late.ShouldBe(new StopTransition.Refused("someone else changed it at the same time"));
    }

    [Fact]
    public async Task An_allowance_lets_a_restored_counter_trip_once_more_and_no_sooner()
    {
        var harness = new MeterHarness(Policy(Cap(10)));
        await harness.Run([.. Steady(10, 1)]);
        var stop = (await harness.Stops.OpenAsync(default))[0];
        var grant = Allowance.Grant("111122223333", Allowance.Key("cap", stop.Trip.Scope, stop.Trip.Window, rolling: null, Start), 5, "restore-1", Start);
        await harness.Ledger.CountAsync([grant], default);
        await harness.Ledger.CountAsync([grant], default);
        await harness.Enforcement.CommandAsync(stop, new StopCommand.Restore(Start.AddMinutes(1), "ana"), default);

        (await harness.Run([.. Steady(4, 1, firstNumber: 100, fromSeconds: 120)])).Stops.ShouldBeEmpty();
        var again = (await harness.Run([.. Steady(4, 1, firstNumber: 200, fromSeconds: 130)])).Stops.ShouldHaveSingleItem();

        again.Evidence.Limit.ShouldBe(15);
        again.Evidence.Measured.ShouldBe(15);
        again.Trip.Round.ShouldBe(1);
    }

    [Fact]
    public async Task An_approved_stop_is_carried_out_and_a_rejected_one_is_not()
    {
        var harness = new MeterHarness(Policy(Cap(10) with { Approval = Approval.Manual }));
        await harness.Run([.. Steady(20, 1), .. Steady(20, 1, role: "other", firstNumber: 100)]);
        var open = await harness.Stops.OpenAsync(default);

        await harness.Enforcement.CommandAsync(open.Single(stop => stop.Target.Name == "role/agent"), new StopCommand.Approve(Start.AddMinutes(5), "ana"), default);
        await harness.Enforcement.CommandAsync(open.Single(stop => stop.Target.Name == "role/other"), new StopCommand.Reject(Start.AddMinutes(5), "ana", "planned"), default);

        harness.Account.IsDenied(Call(998, 600)).ShouldBeTrue();
        harness.Account.IsDenied(Call(999, 600, role: "other")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_late_record_of_a_window_that_has_turned_is_told_and_stops_nobody()
    {
        var rule = Cap(10, WindowUnit.Hour) with { Restore = new RestorePlan.AtWindowTurn(), NotifyBreach = false };
        var harness = new MeterHarness(Policy(rule));

        var report = await harness.Run([.. Steady(20, 1)], now: Start.AddHours(3));

        report.Stops.ShouldBeEmpty();
        report.Notices.ShouldHaveSingleItem().Key.Level.ShouldBe("breach");
    }

    private sealed class Faulty : IEnforcer
    {
        public int Failures { get; set; }

        public bool Dies { get; set; }

        public int Denied { get; private set; }

        public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
        {
            if (Dies)
                throw new IOException("the process ended");
            Denied++;
            return ValueTask.FromResult<EnforcementResult>(
                Denied <= Failures ? new EnforcementResult.Failed(StopFailure.Throttled, "throttled") : new EnforcementResult.Done(now));
        }

        public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(now));
    }
}
