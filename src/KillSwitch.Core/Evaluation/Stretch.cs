namespace KillSwitch.Core.Evaluation;

/// <summary>How long what comes next still lands in a window, and what has left the window by then.</summary>
/// <param name="Time">From the newest record on.</param>
/// <param name="Leaves">Only a rolling window loses anything.</param>
public readonly record struct Stretch(TimeSpan Time, decimal Leaves);
