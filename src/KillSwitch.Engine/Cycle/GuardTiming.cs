using KillSwitch.Core.Evaluation;

namespace KillSwitch.Engine.Cycle;

/// <summary>How long a decision takes to work, as far as it is known.</summary>
/// <param name="EnforcementLag">From the decision to the first refused call.</param>
public sealed record GuardTiming(TimeSpan EnforcementLag)
{
    /// <summary>As every deployed guard assumes it.</summary>
    public static GuardTiming Deployed { get; } = new(TimeSpan.FromSeconds(10));

    /// <summary>The share of a limit below which nothing is foreseen.</summary>
    public decimal BrakesFrom { get; init; } = PredictiveBrake.From;
}
