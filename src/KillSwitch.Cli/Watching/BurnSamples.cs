namespace KillSwitch.Cli.Watching;

/// <summary>How fast money is spent, in dollars an hour, and over what time that was measured.</summary>
internal readonly record struct Burn(decimal PerHour, TimeSpan Over);

/// <summary>
/// Measures the burn rate from one refresh to the next: over the last minutes once they were watched, until then over the last hour.
/// </summary>
internal sealed class BurnSamples
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(2);

    private readonly Queue<Sample> _samples = [];

    /// <param name="at">When the figures were read.</param>
    /// <param name="hour">The start of the current hour.</param>
    /// <param name="previous">Spent in the hour before it, in dollars.</param>
    /// <param name="current">Spent in it so far.</param>
    public Burn Take(DateTimeOffset at, DateTimeOffset hour, decimal previous, decimal current)
    {
        while (_samples.TryPeek(out var old) && at - old.At > Longest)
            _samples.Dequeue();
        var burn = _samples.TryPeek(out var first) && at - first.At >= Shortest
            ? new Burn(PerHour((first.Hour == hour ? 0 : previous) + current - first.Current, at - first.At), at - first.At)
            : new Burn(current + (previous * Math.Max(0, 1 - Hours(at - hour))), TimeSpan.FromHours(1));
        _samples.Enqueue(new Sample(at, hour, current));
        return burn with { PerHour = Math.Max(0, burn.PerHour) };
    }

    private static decimal PerHour(decimal spent, TimeSpan over) => spent * TimeSpan.TicksPerHour / over.Ticks;

    private static decimal Hours(TimeSpan span) => (decimal)span.Ticks / TimeSpan.TicksPerHour;

    private sealed record Sample(DateTimeOffset At, DateTimeOffset Hour, decimal Current);
}
