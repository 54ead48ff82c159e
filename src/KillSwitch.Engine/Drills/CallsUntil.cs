namespace KillSwitch.Engine.Drills;

/// <summary>What calls came to that were made until an answer was as wanted.</summary>
/// <param name="Last">The last answer.</param>
/// <param name="Calls">How many were made.</param>
/// <param name="IsAsWanted">Whether it was.</param>
public sealed record CallsUntil(DrillAnswer Last, int Calls, bool IsAsWanted);
