using KillSwitch.Cli.Session;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Cli.Stops;

/// <summary>A deny of the guard's that no stop stands behind: the table was set back to an earlier time, or somebody attached it.</summary>
internal static class StrayDeny
{
    /// <param name="session">The guard.</param>
    /// <param name="stops">What is known under the name; a stop that is open is no stray.</param>
    /// <param name="name">As a person wrote it.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Null where there is none; else what became of it, read back from IAM.</returns>
    public static async Task<EnforcementResult?> LiftAsync(
        GuardSession session, IReadOnlyList<Stop> stops, string name, CancellationToken cancellation)
    {
        var guard = session.Guard;
        var target = stops.Count > 0 ? stops[0].Denied : StopTargetText.TryRead(name, guard.Place.Account);
        if (stops.Any(stop => stop.IsActive)
            || target is not (StopTarget.Principal or StopTarget.Session)
            || (await guard.Stops.OpenAsync(cancellation)).Any(stop => stop.Denied.IsCutWith(target))
            || await guard.Enforcer.IsDeniedAsync(target, cancellation) != true)
        {
            return null;
        }

        await guard.Audit.WriteAsync(
            GuardSession.Now, target.Name, $"lifting a deny that no stop stands behind, for {await session.CallerAsync(cancellation)}",
            cancellation);
        return await guard.Enforcer.AllowAsync(target, GuardSession.Now, cancellation);
    }
}
