using KillSwitch.Aws.Account;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Tampering;
using KillSwitch.Engine.Tampering;
using KillSwitch.Lambda.Telemetry;

namespace KillSwitch.Lambda;

/// <summary>
/// Calls that touched what is the guard's, as EventBridge delivers them: what was undone is put back, and who did it is told.
/// </summary>
internal sealed class TamperEvents(Guard guard, JsonLog log, TimeProvider clock)
{
    public async ValueTask HandleAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellation)
    {
        var call = TrailEvent.Parse(payload);
        var now = clock.GetUtcNow();
        var place = guard.Place;
        var ours = GuardAssets.Of(
            place, await guard.Memory.RecallAsync("logGroup/" + GuardEnvironment.Region, cancellation) ?? "",
            GuardEnvironment.Own(place).Filter);
        var policy = new PolicyInForce(guard.Policies, clock);
        // Whoever it exempts by now is not denied again.
        if (await policy.RefreshAsync(TimeSpan.Zero, cancellation) && policy.Version > 0)
            guard.Enforcement.GoBy(await guard.RulesAsync(policy.Policy, cancellation));
        using var logging = guard.Logging(GuardEnvironment.Region);
        using var events = guard.Events(GuardEnvironment.Region);
        var response = new TamperResponse(
            ours, GuardEnvironment.OwnRoles, guard.Enforcement, new Aws.Tampering.AccountRepair(logging, events))
        {
            Redeployment = place.Redeployment,
            Pause = (wait, stop) => Task.Delay(wait, clock, stop),
        };
        var outcome = await response.RunAsync(call, now, cancellation);
        log.Info(
            "tampering", ("outcome", outcome.ToString()), ("call", call.Name), ("source", call.Source), ("who", call.Actor),
            ("from", call.SourceIp), ("latency", now - call.At));
        if (outcome == TamperOutcome.Nothing)
            return;
        var metrics = new MetricsLine(place.Stack).Count(GuardMetric.Tampering, 1).Count(GuardMetric.Trouble, 1);
        if (outcome == TamperOutcome.Contested)
            metrics.Count(GuardMetric.Contested, 1);
        log.Metrics(metrics);
    }
}
