using KillSwitch.Aws.Account;
using KillSwitch.Engine.Health;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Stops;
using KillSwitch.Lambda.Runtime;
using KillSwitch.Lambda.Telemetry;

namespace KillSwitch.Lambda;

/// <summary>Runs every minute: finishes what was left half done, tries again what failed, ends what has run out, and shows that the guard lives.</summary>
internal sealed class WatchFunction(JsonLog log, TimeProvider clock) : IFunction, IDisposable
{
    private readonly Guard _guard = GuardEnvironment.Guard(clock);

    public async ValueTask<ReadOnlyMemory<byte>> RunAsync(Invoked invoked, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        foreach (var stop in await _guard.Enforcement.ResumeAsync(now, cancellation))
            log.Info("stop resumed", ("id", stop.Id), ("state", stop.State.ToString()), ("target", stop.Target.Name), ("note", stop.Note));

        var open = await _guard.Stops.OpenAsync(cancellation);
        await _guard.Heartbeats.WriteAsync(new Heartbeat("watch", now), cancellation);
        log.Metrics(new MetricsLine(_guard.Place.Stack)
            .Count(GuardMetric.Heartbeat, 1)
            .Count(GuardMetric.StopsFailed, open.Count(stop => stop.State == StopState.Failed || (stop.State == StopState.Releasing && stop.Failure is not null))));
        return ReadOnlyMemory<byte>.Empty;
    }

    public ValueTask IdleAsync(CancellationToken cancellation) => ValueTask.CompletedTask;

    public void Dispose() => _guard.Dispose();
}
