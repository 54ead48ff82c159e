using KillSwitch.Core.Leases;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.EveryMinute;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Leases;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Cycle;
using KillSwitch.Engine.Tests.Ports;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Leases;

public class LeaseKeeperTests
{
    private static readonly TimeSpan Length = TimeSpan.FromMinutes(10);

    private readonly InMemoryLeaseBook _book = new();
    private readonly Holders _holders = new();
    private readonly RecordingNotifier _notifier = new();

    private LeaseKeeper Keeper =>
        new(new LeaseTerms("arn:aws:iam::111122223333:policy/killswitch/KillSwitch-deny-lease-us-east-1", ["role/agent"], Length), _book,
            _holders, _notifier);

    [Fact]
    public async Task A_guard_that_is_well_renews_and_says_nothing_of_it()
    {
        var kept = await Keeper.RunAsync(new MinuteReport(), [], Start, default);

        (kept.Withheld, kept.Lifted.Count).ShouldBe((null, 0));
        (await _book.ReadAsync(default)).ShouldBe(new Lease(Start, Start + Length));
        _notifier.Alerts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(GuardCondition.PolicyMissing)]
    [InlineData(GuardCondition.PolicyInvalid)]
    [InlineData(GuardCondition.LoggingOff)]
    [InlineData(GuardCondition.LogsSilent)]
    [InlineData(GuardCondition.MetricsUnreadable)]
    [InlineData(GuardCondition.MeterFailing)]
    public async Task A_guard_that_is_blind_is_not_alive(string condition)
    {
        await Keeper.RunAsync(new MinuteReport(), [], Start, default);
        _holders.Names.Add("role/agent");

        var report = await Keeper.RunAsync(With(condition), [], Start.AddMinutes(1), default);
        await Keeper.RunAsync(With(condition), [], Start.AddMinutes(2), default);

        report.Withheld.ShouldBe("subject of " + condition);
        (await _book.ReadAsync(default)).ShouldBe(new Lease(Start, Start + Length, "subject of " + condition, Start.AddMinutes(1)));
        _holders.Names.ShouldBe(["role/agent"]);
        _notifier.Alerts.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(GuardCondition.MetricsMissing)]
    [InlineData(GuardCondition.Lagging)]
    [InlineData(GuardCondition.PriceMissing)]
    [InlineData(GuardCondition.CountsMissing)]
    [InlineData(GuardCondition.Unattributed)]
    [InlineData(GuardCondition.TamperingUnheard)]
    [InlineData(GuardCondition.MantleOpen)]
    [InlineData(GuardCondition.ForeignRecords)]
    [InlineData(GuardCondition.RecordsContradict)]
    [InlineData(GuardCondition.LogExceedsMetrics)]
    [InlineData(GuardCondition.UnmeteredOpen)]
    [InlineData(GuardCondition.OtherRegionsOpen)]
    [InlineData(GuardCondition.RegionUnheard)]
    [InlineData(GuardCondition.BillDrift)]
    [InlineData(GuardCondition.BillUnread)]
    [InlineData(GuardCondition.PricesHeld)]
    [InlineData(GuardCondition.PricesUnread)]
    [InlineData(GuardCondition.BatchUncounted)]
    [InlineData(GuardCondition.OwnersUntold)]
    public async Task A_guard_that_is_only_slower_or_stricter_is_alive(string condition) =>
        (await Keeper.RunAsync(With(condition), [], Start, default)).Withheld.ShouldBeNull();

    [Fact]
    public void Every_condition_is_one_of_both()
    {
        var blinding = GuardCondition.All.Count(condition => Fitness.Obstacle(With(condition), []) is not null);
        (blinding, GuardCondition.All.Count - blinding).ShouldBe((6, 29));
    }

    [Fact]
    public async Task A_guard_with_a_duty_undone_is_not_alive()
    {
        var report = new MinuteReport();
        report.Failures.Add(("backfill", new InvalidOperationException("the log group is gone")));

        (await Keeper.RunAsync(report, [], Start, default)).Withheld.ShouldBe("backfill failed: the log group is gone");
        (await _book.ReadAsync(default)).ShouldBe(new Lease(null, null, "backfill failed: the log group is gone", Start));
    }

    [Theory]
    [InlineData(StopFailure.AccessDenied, false)]
    [InlineData(StopFailure.NotPrepared, false)]
    [InlineData(StopFailure.Unavailable, false)]
    [InlineData(StopFailure.PolicyLimitReached, true)]
    [InlineData(StopFailure.Unmodifiable, true)]
    public async Task A_guard_that_cannot_stop_is_not_alive_and_one_principal_that_cannot_be_stopped_is_no_sign_of_it(
        StopFailure failure, bool isAlive)
    {
        var harness = new MeterHarness(Policy(Cap(10)));
        await harness.Run([.. Steady(20, 1)]);
        var stop = (await harness.Stops.OpenAsync(default))
            .ShouldHaveSingleItem() with
        { State = StopState.Failed, Failure = failure, Note = "no" };

        (await Keeper.RunAsync(new MinuteReport(), [stop], Start, default)).Withheld.ShouldBe(
            isAlive ? null : $"it cannot stop {stop.Target.Name}: no");
    }

    [Fact]
    public async Task After_a_lapse_the_lease_is_renewed_before_the_deny_is_taken_off_and_it_is_told()
    {
        await Keeper.RunAsync(new MinuteReport(), [], Start, default);
        _holders.Names.UnionWith(["role/agent", "user/leased-no-more"]);
        _holders.OnLift = async () => (await _book.ReadAsync(default))!.IsLapsed(Start.AddHours(1)).ShouldBeFalse();

        (await Keeper.RunAsync(new MinuteReport(), [], Start.AddHours(1), default)).Lifted.ShouldBe(["role/agent", "user/leased-no-more"]);

        _holders.Names.ShouldBeEmpty();
        var alert = _notifier.Alerts.ShouldHaveSingleItem();
        (alert.Head, alert.Subject, alert.Kind)
            .ShouldBe(("LEASE RENEWED", "role/agent, user/leased-no-more may spend again", "leaseRenewed"));
    }

    [Fact]
    public async Task A_guard_that_IAM_does_not_answer_renews_nothing()
    {
        _holders.OnList = () => throw new InvalidOperationException("no answer");

        await Should.ThrowAsync<InvalidOperationException>(async () => await Keeper.RunAsync(new MinuteReport(), [], Start, default));
        (await _book.ReadAsync(default)).ShouldBeNull();
    }

    [Fact]
    public void A_lease_holds_until_its_time_and_one_without_a_time_holds_for_nobody()
    {
        var lease = new Lease(Start, Start + Length);
        (lease.IsLapsed(Start + Length - TimeSpan.FromSeconds(1)), lease.IsLapsed(Start + Length)).ShouldBe((false, true));
        new Lease(null, null).IsLapsed(Start).ShouldBeTrue();
        var prepared = new Lease(null, Lease.NotBegun);
        (prepared.HasBegun, prepared.IsLapsed(Start.AddYears(100))).ShouldBe((false, false));
    }

    private static MinuteReport With(string condition) => new()
    {
        Conditions = [new LastingCondition(new Condition(condition, "subject of " + condition, "text", "remedy"), Start, Start, null)],
    };

    private sealed class Holders : ILeaseDeny
    {
        public SortedSet<string> Names { get; } = new(StringComparer.Ordinal);

        public Action OnList { get; set; } = () => { };

        public Func<Task> OnLift { get; set; } = () => Task.CompletedTask;

        public ValueTask<IReadOnlyList<string>> HoldersAsync(CancellationToken cancellation)
        {
            OnList();
            return ValueTask.FromResult<IReadOnlyList<string>>([.. Names]);
        }

        public async ValueTask LiftAsync(string principal, CancellationToken cancellation)
        {
            await OnLift();
            Names.Remove(principal);
        }
    }
}
