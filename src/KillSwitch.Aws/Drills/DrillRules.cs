using KillSwitch.Aws.Policies;
using KillSwitch.Core.Drills;
using KillSwitch.Engine.Drills;

namespace KillSwitch.Aws.Drills;

/// <summary>In the guard's table, with the policy in force.</summary>
/// <param name="policies">Where that is kept.</param>
/// <param name="by">Who drills, by ARN, for the audit.</param>
/// <param name="clock">The time.</param>
internal sealed class DrillRules(DynamoPolicyStore policies, string by, TimeProvider clock) : IDrillRules
{
    public ValueTask<bool> TryPutAsync(DrillRule rule, CancellationToken cancellation) =>
        policies.TryPutDrillAsync(rule, clock.GetUtcNow(), by, cancellation);

    public async ValueTask<DrillRule?> FindAsync(CancellationToken cancellation) =>
        (await policies.FindInForceAsync(cancellation)).Drill;

    public async ValueTask TakeAsync(CancellationToken cancellation)
    {
        // Where there is none nothing is to be written down, either.
        if (await FindAsync(cancellation) is not null)
            await policies.TryTakeDrillAsync(clock.GetUtcNow(), by, cancellation);
    }
}
