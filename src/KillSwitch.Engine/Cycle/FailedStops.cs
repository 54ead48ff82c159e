using KillSwitch.Core.Drills;
using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Cycle;

/// <summary>Stops that cannot be enforced: each gives way to the stop of the account where that holds its target, once.</summary>
internal sealed class FailedStops(CycleContext context)
{
    private readonly Enforcement _enforcement = context.Enforcement;

    /// <summary>Returns the stops that took over.</summary>
    public async ValueTask<IReadOnlyList<Stop>> EscalateAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var taking = new List<Stop>();
        foreach (var stop in await context.Ports.Stops.OpenAsync(cancellation))
        {
            // Asked only where the answer matters.
            if (_enforcement.Fallen(stop, now) is not null || DrillNames.IsStop(stop)
                || Escalation.Of(stop, accountHolds: true) is not Escalation.To
                || Escalation.Of(stop, await context.Ports.Enforcer.WouldAccountHoldAsync(stop.Target, cancellation))
                    is not Escalation.To { Target: var wider })
            {
                continue;
            }

            var over = await context.Opening.EscalateAsync(stop, wider, now, cancellation);
            await _enforcement.CommandAsync(stop, new StopCommand.Escalate(now, over.Id), cancellation);
            taking.Add(over);
        }

        return taking;
    }
}
