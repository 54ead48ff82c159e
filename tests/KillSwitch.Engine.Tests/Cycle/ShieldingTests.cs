using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using static KillSwitch.Engine.Tests.Replay.Calls;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>One who cannot be stopped, for whatever reason, shields nobody else.</summary>
public class ShieldingTests
{
    private readonly InMemoryAccount _account = new(TimeSpan.FromSeconds(10), _ => false);

    [Fact]
    public async Task In_a_batch_the_others_are_stopped_and_told_of_and_the_batch_fails()
    {
        var harness = new MeterHarness(Policy(Cap(10)), new Broken(_account));
        var batch = Steady(12, 1, role: "a-broken").Concat(Steady(12, 1, role: "b", firstNumber: 100)).ToArray();

        await Should.ThrowAsync<InvalidDataException>(async () => await harness.Run(batch));

        (await harness.Stops.OpenAsync(default)).Select(stop => (stop.Target.Name, stop.State)).ShouldBe(
            [("role/a-broken", StopState.Intended), ("role/b", StopState.Enforced)], ignoreOrder: true);
        harness.Notifier.Notices.Select(notice => notice.Subject).ShouldBe(["role/a-broken", "role/b"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_watch_finishes_the_others_and_fails()
    {
        var harness = new MeterHarness(Policy(Cap(10)), new Broken(_account, breaksAll: true));
        await Should.ThrowAsync<AggregateException>(
            async () => await harness.Run([.. Steady(12, 1, role: "a-broken"), .. Steady(12, 1, role: "b", firstNumber: 100)]));

        var enforcement = new Enforcement(harness.Ports with { Enforcer = new Broken(_account) });
        await Should.ThrowAsync<InvalidDataException>(async () => await enforcement.ResumeAsync(Start.AddMinutes(1), default));

        (await harness.Stops.OpenAsync(default)).ShouldContain(stop => stop.Target.Name == "role/b" && stop.State == StopState.Enforced);
    }

    /// <summary>An account that fails loudly over some.</summary>
    private sealed class Broken(InMemoryAccount account, bool breaksAll = false) : IEnforcer
    {
        public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            breaksAll || target.Name.EndsWith("broken", StringComparison.Ordinal)
                ? throw new InvalidDataException("an answer that nobody understands")
                : account.DenyAsync(target, now, cancellation);

        public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
            account.AllowAsync(target, now, cancellation);

        public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) =>
            account.IsDeniedAsync(target, cancellation);
    }
}
