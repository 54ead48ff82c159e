using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
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
    public async Task What_a_deny_leaves_out_is_kept_and_told_with_the_stop()
    {
        var harness = new MeterHarness(Policy(Cap(10)), new Faulty { Note = "one role cannot be changed" });

        await harness.Run([.. Steady(20, 1)]);

        var told = harness.Notifier.Stops.ShouldHaveSingleItem();
        (told.State, told.Note).ShouldBe((StopState.Enforced, "one role cannot be changed"));
    }

    [Fact]
    public async Task A_deny_that_fails_is_told_once_and_tried_again_until_it_stands()
    {
        var enforcer = new Faulty { Failures = 2 };
        var harness = new MeterHarness(Policy(Cap(10)), enforcer);
        await harness.Run([.. Steady(20, 1)]);

        (await harness.Stops.OpenAsync(default))[0].State.ShouldBe(StopState.Failed);
        for (var minute = 1; minute <= 6; minute++)
            await harness.Enforcement.ResumeAsync(Start.AddMinutes(minute), default);

        harness.Notifier.Stops.Select(stop => stop.State).ShouldBe([StopState.Failed, StopState.Enforced]);
        harness.Notifier.Stops[0].Note.ShouldBe("throttled");
        enforcer.Denied.ShouldBe(3);
    }

    [Fact]
    public async Task A_deny_that_keeps_failing_is_tried_less_and_less_often_by_whichever_process_comes_next()
    {
        var enforcer = new Faulty { Failures = int.MaxValue };
        var harness = new MeterHarness(Policy(Cap(10)), enforcer);
        await harness.Run([.. Steady(20, 1)]);

        for (var minute = 1; minute <= 60; minute++)
            await new Enforcement(harness.Ports).ResumeAsync(Start.AddMinutes(minute), default);

        // Throttling passes by itself: after one, two and then every four minutes.
        enforcer.Denied.ShouldBeInRange(15, 19);
        harness.Notifier.Stops.Count.ShouldBe(1);
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
        Posting[] grant =
            [.. Allowances(Cap(10), stop.Trip!.Scope).Grant("111122223333", 5, [], stop.Trip.Window, "restore-1", Start, Start)];
        await harness.Ledger.CountAsync(grant, default);
        await harness.Ledger.CountAsync(grant, default);
        await harness.Enforcement.CommandAsync(stop, new StopCommand.Restore(Start.AddMinutes(1), "ana"), default);

        (await harness.Run([.. Steady(4, 1, firstNumber: 100, fromSeconds: 120)])).Stops.ShouldBeEmpty();
        var again = (await harness.Run([.. Steady(4, 1, firstNumber: 200, fromSeconds: 130)])).Stops.ShouldHaveSingleItem();

        again.Evidence!.Limit.ShouldBe(15);
        again.Evidence.Measured.ShouldBe(15);
        again.Trip!.Round.ShouldBe(1);
    }

    [Fact]
    public async Task Under_a_trailing_window_a_grant_still_counts_when_the_window_has_moved_on()
    {
        var every = TimeSpan.FromMinutes(30);
        var rule = Cap(10) with { Every = new Every.Rolling(every) };
        var harness = new MeterHarness(Policy(rule));
        await harness.Run([.. Steady(10, 1)]);
        var stop = (await harness.Stops.OpenAsync(default))[0];
        var restoration = new Restoration(harness.Enforcement);

        (await restoration.RunAsync(stop, Policy(rule), 0, "ana", Start.AddMinutes(1), default))
            .ShouldBeOfType<RestoreResult.WouldTripAgain>();
        (await restoration.RunAsync(stop, Policy(rule), 5, "ana", Start.AddMinutes(1), default)).ShouldBeOfType<RestoreResult.Done>();

        (await harness.Run([.. Steady(4, 1, firstNumber: 100, fromSeconds: 600)])).Stops.ShouldBeEmpty();
        (await harness.Run([.. Steady(4, 1, firstNumber: 200, fromSeconds: 700)])).Stops.ShouldHaveSingleItem()
            .Evidence!.Limit.ShouldBe(15);
    }

    [Fact]
    public async Task A_restore_before_the_limit_is_reached_needs_no_raise_and_the_counter_may_trip_again()
    {
        var rule = Cap(10, brake: Brake.Predictive);
        var harness = new MeterHarness(Policy(rule));
        var early = (await harness.Run([.. Steady(9, 1)])).Stops.ShouldHaveSingleItem();
        early.Evidence!.Measured.ShouldBeLessThan(10);
        var restoration = new Restoration(harness.Enforcement);
        var last = await harness.Ledger.ReadAsync([new CounterKey(early.Trip!.Scope, early.Trip.Window)], default);
        last[0].Cost.Amount.ShouldBe(9);

        (await restoration.RunAsync(early, Policy(rule), 0, "ana", Start.AddMinutes(5), default)).ShouldBeOfType<RestoreResult.Done>();

        (await harness.Run([.. Steady(3, 1, firstNumber: 100, fromSeconds: 900)])).Stops.ShouldHaveSingleItem().Trip!.Round.ShouldBe(1);
    }

    [Fact]
    public async Task A_stop_of_tomorrows_window_is_lifted_without_a_grant_and_cannot_be_raised()
    {
        var harness = new MeterHarness(Policy(Cap(10)));
        await harness.Run([.. Steady(20, 1)]);
        var stop = (await harness.Stops.OpenAsync(default))[0];
        var restoration = new Restoration(harness.Enforcement);

        (await restoration.RunAsync(stop, Policy(Cap(10)), 5, "ana", Start.AddDays(1), default)).ShouldBeOfType<RestoreResult.Refused>();
        (await restoration.RunAsync(stop, Policy(Cap(10)), 0, "ana", Start.AddDays(1), default))
            .ShouldBeOfType<RestoreResult.Done>().Stop.State.ShouldBe(StopState.Released);
    }

    [Fact]
    public async Task A_deny_that_lands_after_the_restore_is_taken_off_again()
    {
        var enforcer = new Slow();
        var harness = new MeterHarness(Policy(Cap(10)), enforcer);
        var stopping = harness.Run([.. Steady(20, 1)]).AsTask();
        await enforcer.Asked.Task;
        var stop = (await harness.Stops.OpenAsync(default)).ShouldHaveSingleItem();

        await harness.Enforcement.CommandAsync(stop, new StopCommand.Restore(Start.AddMinutes(1), "ana"), default);
        enforcer.MayAnswer.SetResult();
        await stopping;

        enforcer.IsDenied.ShouldBeFalse();
        (await harness.Stops.FindAsync(stop.Id, default))!.State.ShouldBe(StopState.Released);
    }

    [Fact]
    public async Task Messages_wait_until_everyone_is_stopped()
    {
        var order = new List<string>();
        var rule = Cap(10) with { NotifyPercents = [50, 80] };
        var ports = InMemoryPorts.Of(new Ordered(order)) with { Notifier = new Ordered(order) };
        var meter = new Meter(new CycleContext(new RuleBook(Policy(rule)), new Enforcement(ports)), Prices);

        await meter.RunAsync([.. Steady(20, 1), .. Steady(20, 1, role: "other", firstNumber: 100)], Start.AddMinutes(1), default);

        order.Count(what => what == "deny").ShouldBe(2);
        order.LastIndexOf("deny").ShouldBeLessThan(order.IndexOf("notice"));
        order.Count(what => what == "notice").ShouldBe(6);
    }

    [Fact]
    public async Task An_approved_stop_is_carried_out_and_a_rejected_one_is_not()
    {
        var harness = new MeterHarness(Policy(Cap(10) with { Approval = Approval.Manual }));
        await harness.Run([.. Steady(20, 1), .. Steady(20, 1, role: "other", firstNumber: 100)]);
        var open = await harness.Stops.OpenAsync(default);

        await harness.Enforcement.CommandAsync(
            open.Single(stop => stop.Target.Name == "role/agent"), new StopCommand.Approve(Start.AddMinutes(5), "ana"), default);
        await harness.Enforcement.CommandAsync(
            open.Single(stop => stop.Target.Name == "role/other"), new StopCommand.Reject(Start.AddMinutes(5), "ana", "planned"), default);

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

    [Theory]
    [InlineData(Approval.Manual, 25)]
    [InlineData(Approval.Automatic, 0)]
    public async Task Nobody_is_asked_to_approve_what_would_end_with_a_window_that_has_turned(Approval approval, int maxStops)
    {
        var rule = Cap(10, WindowUnit.Hour) with { Restore = new RestorePlan.After(TimeSpan.FromHours(2)), Approval = approval };
        var harness = new MeterHarness(Policy(rule) with { MaxStops = new MaxStops(maxStops, WindowUnit.Hour) });

        var report = await harness.Run([.. Steady(20, 1)], now: Start.AddHours(3));

        report.Stops.ShouldBeEmpty();
        harness.Notifier.Stops.ShouldBeEmpty();
        report.Notices.ShouldHaveSingleItem().Key.Level.ShouldBe("breach");
    }

    [Fact]
    public async Task What_holds_the_target_of_a_lifted_stop_is_what_holds_it_now()
    {
        var harness = new MeterHarness(Policy(Cap(10)));
        await harness.Run([.. Steady(20, 1)]);
        var stop = (await harness.Stops.OpenAsync(default)).ShouldHaveSingleItem();
        var first = await ByHandAsync(1);

        var lifted = ((StopTransition.To)await harness.Enforcement.CommandAsync(
            stop, new StopCommand.Restore(Start.AddMinutes(1), "ana"), default)).Next;
        lifted.HeldBy.ShouldBe(first.Id);
        await harness.Enforcement.CommandAsync(first, new StopCommand.Restore(Start.AddMinutes(2), "ana"), default);
        (await harness.Enforcement.HeldNowAsync(lifted, Start.AddMinutes(2), default))
            .ShouldBe(lifted with { HeldBy = null, Note = "restored by ana" });

        var second = await ByHandAsync(3);
        (await harness.Enforcement.HeldNowAsync(lifted, Start.AddMinutes(3), default)).HeldBy.ShouldBe(second.Id);

        async Task<Stop> ByHandAsync(int minute)
        {
            var byHand = Stop.ByHand(stop.Target, "ana", "a loop", Start.AddMinutes(minute));
            await harness.Stops.TryOpenAsync(byHand, null, default);
            return await harness.Enforcement.BeginAsync(byHand, Start.AddMinutes(minute), default);
        }
    }

    /// <summary>Answers the first deny only when it may.</summary>
    private sealed class Slow : IEnforcer
    {
        public TaskCompletionSource Asked { get; } = new();

        public TaskCompletionSource MayAnswer { get; } = new();

        public bool IsDenied { get; private set; }

        public async ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
        {
            Asked.TrySetResult();
            await MayAnswer.Task;
            IsDenied = true;
            return new EnforcementResult.Done(now);
        }

        public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
        {
            IsDenied = false;
            return ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(now));
        }

        public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) => ValueTask.FromResult<bool?>(true);
    }

    private sealed class Ordered(List<string> order) : IEnforcer, INotifier
    {
        public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
        {
            order.Add("deny");
            return ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(now));
        }

        public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(now));

        public ValueTask<bool> TellAsync(PendingMessage message, CancellationToken cancellation)
        {
            if (message.Content is MessageContent.OfNotice)
                order.Add("notice");
            return ValueTask.FromResult(true);
        }

        public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) => ValueTask.FromResult<bool?>(true);
    }

    private sealed class Faulty : IEnforcer
    {
        public int Failures { get; set; }

        public bool Dies { get; set; }

        public string? Note { get; init; }

        public int Denied { get; private set; }

        public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
        {
            if (Dies)
                throw new IOException("the process ended");
            Denied++;
            return ValueTask.FromResult<EnforcementResult>(
                Denied <= Failures
                    ? new EnforcementResult.Failed(StopFailure.Throttled, "throttled")
                    : new EnforcementResult.Done(now, Note: Note));
        }

        public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(now));

        public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) => ValueTask.FromResult<bool?>(true);
    }
}
