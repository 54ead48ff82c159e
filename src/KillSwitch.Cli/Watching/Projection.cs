using KillSwitch.Cli.Status;

namespace KillSwitch.Cli.Watching;

/// <summary>A counter and where it is heading.</summary>
/// <param name="Reading">As it stands.</param>
/// <param name="PerHour">How fast it grows, in its unit.</param>
/// <param name="ReachesAt">When it reaches its limit at this rate; null when it does not before its window turns, or is there
/// already.</param>
internal sealed record Projection(CounterReading Reading, decimal PerHour, DateTimeOffset? ReachesAt)
{
    private const decimal MostHours = 24 * 400;

    /// <summary>The rate is the mean of its window so far, as no minutes of it are known; else that of the last minutes.</summary>
    public bool IsMean { get; init; }

    public bool IsOver => Reading.Share >= 1;

    public static Projection Of(CounterReading reading, decimal perHour, DateTimeOffset now)
    {
        var left = reading.Limit - reading.Measured;
        if (left <= 0 || perHour <= 0 || left / perHour > MostHours)
            return new Projection(reading, perHour, null);
        var at = now.AddTicks((long)(left / perHour * TimeSpan.TicksPerHour));
        // What leaves a rolling window as time goes by is not reckoned with: the earliest moment is what matters.
        return new Projection(reading, perHour, reading.TurnsAt <= at ? null : at);
    }
}
