namespace KillSwitch.Core.Evaluation;

/// <summary>What may still land after a decision.</summary>
/// <param name="Amount">An upper bound, in the limit's unit.</param>
/// <param name="PerSecond">The pace that was extended.</param>
/// <param name="Time">Over how much time, up to the first call that is refused.</param>
public readonly record struct InFlight(decimal Amount, decimal PerSecond, TimeSpan Time);
