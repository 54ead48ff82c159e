namespace KillSwitch.Core.Stops;

/// <summary>What is denied in a target's place, because it could not be cut alone.</summary>
/// <param name="Target">What is denied.</param>
/// <param name="Reason">Why, as one sentence without a full stop.</param>
public sealed record Widening(StopTarget Target, string Reason);
