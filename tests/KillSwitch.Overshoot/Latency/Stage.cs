namespace KillSwitch.Overshoot.Latency;

/// <summary>One stage between a call and its stop.</summary>
/// <param name="Name">From what to what.</param>
/// <param name="Spread">How long it takes.</param>
/// <param name="Source">What was published of it.</param>
internal sealed record Stage(string Name, Spread Spread, string Source);
