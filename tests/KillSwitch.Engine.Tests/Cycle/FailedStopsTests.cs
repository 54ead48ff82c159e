using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

public class FailedStopsTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Where_the_account_holds_whom_nobody_can_change_it_takes_over_once_and_says_so()
    {
        var unchangeable = new Unchangeable { AccountHolds = true };
        var (harness, verification) = await StoppedAsync(unchangeable);

        (await verification.RunAsync(Start + Minute, default))
            .ShouldHaveSingleItem().Target.ShouldBe(new StopTarget.WholeAccount("111122223333"));
        for (var minute = 2; minute <= 40; minute++)
        {
            await harness.Enforcement.ResumeAsync(Start + (minute * Minute), default);
            (await verification.RunAsync(Start + (minute * Minute), default)).ShouldBeEmpty();
        }

        var open = await harness.Stops.OpenAsync(default);
        var wider = open.Single(stop => stop.Target is StopTarget.WholeAccount);
        open.Single(stop => stop.Target is StopTarget.Principal).EscalatedTo.ShouldBe(wider.Id);
        wider.State.ShouldBe(StopState.Enforced);
        harness.Notifier.Stops.Select(stop => (stop.Target.Kind, stop.State)).ShouldBe([
            (Core.Policies.StopScope.Principal, StopState.Failed), (Core.Policies.StopScope.Account, StopState.Enforced)]);
    }

    [Fact]
    public async Task Where_it_would_not_nobody_else_is_cut()
    {
        var (harness, verification) = await StoppedAsync(new Unchangeable());

        for (var minute = 1; minute <= 10; minute++)
            (await verification.RunAsync(Start + (minute * Minute), default)).ShouldBeEmpty();

        (await harness.Stops.OpenAsync(default)).ShouldHaveSingleItem().EscalatedTo.ShouldBeNull();
    }

    [Fact]
    public async Task What_is_told_before_the_limit_knows_that_no_stop_will_come()
    {
        var harness = new MeterHarness(Policy(Cap(100) with { NotifyPercents = [50] }), new Unchangeable());

        await harness.Run([.. Steady(60, 1)]);

        harness.Notifier.Notices.ShouldHaveSingleItem().Obstacle.ShouldBe("nobody can change it");
    }

    private static async Task<(MeterHarness Harness, Verification Verification)> StoppedAsync(IEnforcer enforcer)
    {
        var policy = Policy(Cap(10));
        var harness = new MeterHarness(policy, enforcer);
        await harness.Run([.. Steady(20, 1)]);
        return (harness, new Verification(harness.Context));
    }

    private sealed class Unchangeable : IEnforcer
    {
        public bool AccountHolds { get; init; }

        public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            ValueTask.FromResult<EnforcementResult>(
            target is StopTarget.WholeAccount
                ? new EnforcementResult.Done(now)
                : new EnforcementResult.Failed(StopFailure.Unmodifiable, "nobody can change it"));

        public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(now));

        public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) => ValueTask.FromResult<bool?>(null);

        public ValueTask<bool> WouldAccountHoldAsync(StopTarget target, CancellationToken cancellation) =>
            ValueTask.FromResult(AccountHolds);

        public string? Obstacle(StopTarget target) => "nobody can change it";
    }
}
