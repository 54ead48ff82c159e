using KillSwitch.Core.Drills;

namespace KillSwitch.Engine.Drills;

/// <summary>The rule that stands beside the policy in force.</summary>
public interface IDrillRules
{
    /// <summary>False where no policy is in force, or another drill's rule stands there.</summary>
    ValueTask<bool> TryPutAsync(DrillRule rule, CancellationToken cancellation);

    /// <summary>The one that stands there; null for none.</summary>
    ValueTask<DrillRule?> FindAsync(CancellationToken cancellation);

    /// <summary>Takes away whichever stands there.</summary>
    ValueTask TakeAsync(CancellationToken cancellation);
}
