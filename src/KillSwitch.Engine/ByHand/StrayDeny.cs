using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.ByHand;

/// <summary>A deny of the guard's that no stop stands behind: the table was set back to an earlier time, or somebody attached it.</summary>
public sealed class StrayDeny(GuardPorts ports)
{
    /// <param name="known">What is known under the name that a person gave; a stop that is open is no stray.</param>
    /// <param name="named">Whom the name means where nothing is known; null for nobody.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Null where there is none; else what became of it, read back.</returns>
    public async ValueTask<EnforcementResult?> LiftAsync(
        IReadOnlyList<Stop> known, StopTarget? named, Asker.Heard by, DateTimeOffset now, CancellationToken cancellation)
    {
        var target = known.Count > 0 ? known[0].Denied : named;
        if (known.Any(stop => stop.IsActive)
            || target is not (StopTarget.Principal or StopTarget.Session or StopTarget.Models { IsForMany: false })
            || (await ports.Stops.OpenAsync(cancellation)).Any(stop => stop.Denied.IsCutWith(target))
            || await ports.Enforcer.IsDeniedAsync(target, cancellation) != true)
        {
            return null;
        }

        await ports.Actions.WriteAsync(now, target.Name, $"lifting a deny that no stop stands behind, for {by.Arn}", cancellation);
        return await ports.Enforcer.AllowAsync(target, now, cancellation);
    }
}
