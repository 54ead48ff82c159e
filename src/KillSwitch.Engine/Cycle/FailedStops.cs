using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>Stops that cannot be enforced: each gives way to the stop of the account where that holds its target, once.</summary>
internal sealed class FailedStops(IStopStore stops, IEnforcer enforcer, Enforcement enforcement, StopOpening opening)
{
    /// <summary>Returns the stops that took over.</summary>
    public async ValueTask<IReadOnlyList<Stop>> EscalateAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var taking = new List<Stop>();
        foreach (var stop in await stops.OpenAsync(cancellation))
        {
            // Asked only where the answer matters.
            if (enforcement.Fallen(stop, now) is not null
                || Escalation.Of(stop, accountHolds: true) is not Escalation.To
                || Escalation.Of(
                    stop, await enforcer.WouldAccountHoldAsync(stop.Target, cancellation)) is not Escalation.To { Target: var wider })
            {
                continue;
            }

            var over = await opening.EscalateAsync(stop, wider, now, cancellation);
            await enforcement.CommandAsync(stop, new StopCommand.Escalate(now, over.Id), cancellation);
            taking.Add(over);
        }

        return taking;
    }
}
