using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>What IAM refused a person and the watch is to carry out: only for one who may ask.</summary>
public class RefusedRequestsTests
{
    private const string Agent = "arn:aws:sts::111122223333:assumed-role/agent/one";
    private const string Anna = "arn:aws:iam::111122223333:user/anna";

    private readonly InMemoryLedger _ledger = new();
    private readonly InMemoryStopStore _stops = new();
    private readonly RecordingNotifier _notifier = new();
    private readonly InMemoryAccount _account = new(TimeSpan.Zero, _ => false);
    private readonly Policy _policy = Policy(Cap(10));

    [Fact]
    public async Task A_stopped_one_that_restores_itself_stays_stopped_and_has_nothing_granted()
    {
        var stop = await StoppedAsync();
        await RestoreAsync(stop, 1_000_000, Agent);

        await WatchAsync([]);

        var standing = (await _stops.OpenAsync(default)).ShouldHaveSingleItem();
        (standing.State, standing.AskedBy).ShouldBe((StopState.Enforced, null));
        _account.IsDenied(Call(99, 120)).ShouldBeTrue();
        (await CounterLedger.AllowanceAsync(
            _ledger, Allowances(Cap(10), stop.Trip!.Scope), stop.Trip.Window, default)).Amount.ShouldBe(0);
        var told = _notifier.Alerts.ShouldHaveSingleItem();
        (told.Head, told.Kind).ShouldBe(("NOT RESTORED", "requestRefused"));
        told.Text.ShouldContain(
            $"{Agent} asked to restore it, and it stays stopped: {Agent} is stopped itself ({stop.Id}). What was granted with it, "
            + "$1,000,000.00, is taken back.");

        // Once.
        await WatchAsync([]);
        _notifier.Alerts.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_was_never_granted_is_not_taken_back()
    {
        var stop = await StoppedAsync();
        // The same claim without the grant, as somebody writes it who knows the item alone.
        await Enforcement(new Closed(), []).CommandAsync(stop, new StopCommand.Restore(Start.AddMinutes(1), Agent)
        {
            Raise = 1_000_000,
        }, default);

        await WatchAsync([]);

        (await CounterLedger.AllowanceAsync(
            _ledger, Allowances(Cap(10), stop.Trip!.Scope), stop.Trip.Window, default)).Amount.ShouldBe(0);
        _notifier.Alerts.ShouldHaveSingleItem().Text.ShouldNotContain("taken back");
    }

    [Fact]
    public async Task Where_operators_are_known_they_alone_are_obeyed()
    {
        var stop = await StoppedAsync();
        await RestoreAsync(stop, 50, Anna);
        await WatchAsync(["role/oncall"]);

        (await _stops.OpenAsync(default)).ShouldHaveSingleItem().State.ShouldBe(StopState.Enforced);
        await RestoreAsync((await _stops.OpenAsync(default)).Single(), 50, Anna);
        await WatchAsync(["role/oncall", "user/anna"]);
        (await _stops.OpenAsync(default)).ShouldBeEmpty();
        (await CounterLedger.AllowanceAsync(
            _ledger, Allowances(Cap(10), stop.Trip!.Scope), stop.Trip.Window, default)).Amount.ShouldBe(50);
    }

    [Fact]
    public async Task Nothing_is_carried_out_before_it_is_refused()
    {
        await RestoreAsync(await StoppedAsync(), 50, Agent);

        await Enforcement(_account, []).ResumeAsync(Start.AddMinutes(2), default);

        _account.IsDenied(Call(99, 120)).ShouldBeTrue();
        (await _stops.OpenAsync(default)).ShouldHaveSingleItem().State.ShouldBe(StopState.Releasing);
    }

    [Fact]
    public async Task A_stop_by_hand_of_one_who_is_stopped_itself_stops_nobody()
    {
        await StoppedAsync();
        var innocent = Stop.ByHand(new StopTarget.Principal("111122223333", "role/innocent", "arn:aws:iam::111122223333:role/innocent"),
            Agent, "spite", Start.AddMinutes(1));
        await _stops.TryOpenAsync(innocent, bound: null, default);

        await WatchAsync([]);

        _account.IsDenied(Call(99, 120, role: "innocent")).ShouldBeFalse();
        (await _stops.OpenAsync(default)).ShouldHaveSingleItem().Target.Name.ShouldBe("role/agent");
        _notifier.Alerts.ShouldHaveSingleItem().Head.ShouldBe("NOT STOPPED");
    }

    [Fact]
    public async Task An_approval_of_somebody_who_is_no_operator_waits_on()
    {
        await StoppedAsync(Cap(10) with { Approval = Approval.Manual });
        var waiting = (await _stops.OpenAsync(default)).ShouldHaveSingleItem();
        await Enforcement(new Closed(), []).CommandAsync(waiting, new StopCommand.Approve(Start.AddMinutes(1), Anna), default);

        await WatchAsync(["role/oncall"]);

        (await _stops.OpenAsync(default)).ShouldHaveSingleItem().State.ShouldBe(StopState.AwaitingApproval);
        _account.IsDenied(Call(99, 120)).ShouldBeFalse();
        _notifier.Alerts.ShouldHaveSingleItem().Head.ShouldBe("NOT APPROVED");
    }

    [Fact]
    public async Task What_a_person_decides_where_nothing_was_cut_is_told_with_who_it_was()
    {
        await StoppedAsync(Cap(10) with { Approval = Approval.Manual });
        var waiting = (await _stops.OpenAsync(default)).ShouldHaveSingleItem();
        await Enforcement(_account, []).CommandAsync(waiting, new StopCommand.Reject(Start.AddMinutes(1), Anna, "a batch job"), default);

        _notifier.Stops[^1]
            .ShouldSatisfyAllConditions(
            told => told.State.ShouldBe(StopState.Rejected), told => told.Note.ShouldBe($"rejected by {Anna}: a batch job"));
    }

    private async Task<Stop> StoppedAsync(Rule? rule = null)
    {
        var rules = new RuleBook(Policy(rule ?? Cap(10)));
        await new Meter(new CycleContext(rules, Enforcement(_account, [])), Prices)
            .RunAsync([.. Steady(20, 1)], Start.AddSeconds(40), default);
        return (await _stops.OpenAsync(default)).Single();
    }

    // IAM lets the person lift nothing: it is written down, and the deny stays.
    private async Task RestoreAsync(Stop stop, decimal raise, string by) =>
        (await new Restoration(Enforcement(new Closed(), [])).RunAsync(stop, _policy, raise, by, Start.AddMinutes(1), default))
            .ShouldBeOfType<RestoreResult.Done>().Stop.State.ShouldBe(StopState.Releasing);

    private async Task WatchAsync(string[] operators)
    {
        var enforcement = Enforcement(_account, operators);
        await new RefusedRequests(new CycleContext(new RuleBook(_policy), enforcement)).RunAsync(Start.AddMinutes(2), default);
        await enforcement.ResumeAsync(Start.AddMinutes(2), default);
    }

    private Enforcement Enforcement(IEnforcer enforcer, string[] operators) =>
        new(InMemoryPorts.Of(enforcer) with { Ledger = _ledger, Stops = _stops, Notifier = _notifier }) { Operators = operators };

    /// <summary>Refuses whatever is asked of it.</summary>
    private sealed class Closed : IEnforcer
    {
        private static EnforcementResult No => new EnforcementResult.Failed(StopFailure.AccessDenied, "no");

        public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            ValueTask.FromResult(No);

        public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            ValueTask.FromResult(No);

        public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) => ValueTask.FromResult<bool?>(null);
    }
}
