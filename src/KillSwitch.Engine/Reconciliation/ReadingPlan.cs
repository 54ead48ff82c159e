namespace KillSwitch.Engine.Reconciliation;

/// <summary>
/// When to read the metrics again. They cost by the reading, and the log is faster: every five minutes is enough while the log tells of
/// what happens, or nothing does. What only the metrics can see is looked at every minute.
/// </summary>
public static class ReadingPlan
{
    public static TimeSpan Seldom { get; } = TimeSpan.FromMinutes(5);

    public static TimeSpan Often { get; } = TimeSpan.FromMinutes(1);

    // After so long without a call the account is taken to be at rest.
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(15);

    /// <param name="last">The last reading; null before the first.</param>
    /// <param name="newestRecord">The time of the newest record of the log that was counted; null when there was none.</param>
    public static TimeSpan Interval(MetricState? last, DateTimeOffset? newestRecord, DateTimeOffset now)
    {
        if (last is null)
            return TimeSpan.Zero;
        if (last.NewestMinute is not { } newest || now - newest > Rest)
            return Seldom;
        // Calls were seen lately: does the log tell of them?
        return last.IsUnattributed || newestRecord is null || newest - newestRecord > Often ? Often : Seldom;
    }
}

/// <summary>What is remembered of the last reading of a region's metrics.</summary>
/// <param name="At">When it was made.</param>
/// <param name="NewestMinute">The last minute in which a call was counted; null when there was none.</param>
/// <param name="IsUnattributed">Whether it showed usage that the log did not explain.</param>
public sealed record MetricState(DateTimeOffset At, DateTimeOffset? NewestMinute, bool IsUnattributed)
{
    public string ToText() =>
        FormattableString.Invariant($"{At.ToUnixTimeSeconds()} {NewestMinute?.ToUnixTimeSeconds()} {(IsUnattributed ? 1 : 0)}");

    /// <summary>Null for a text that is none: the metrics are read at once.</summary>
    public static MetricState? Parse(string? text)
    {
        if (text?.Split(' ') is not [var at, var newest, var unattributed] || !long.TryParse(at, out var second))
            return null;
        return new MetricState(
            DateTimeOffset.FromUnixTimeSeconds(second),
            long.TryParse(newest, out var minute) ? DateTimeOffset.FromUnixTimeSeconds(minute) : null,
            unattributed == "1");
    }
}
