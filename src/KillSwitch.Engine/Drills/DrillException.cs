namespace KillSwitch.Engine.Drills;

/// <summary>A drill that cannot go on; one sentence without a full stop.</summary>
public sealed class DrillException(string message) : Exception(message);
