namespace KillSwitch.Lambda.Runtime;

/// <summary>
/// Fires a little before Lambda ends the invocation by force: half a second, or a tenth of what is left if that is shorter.
/// </summary>
internal static class Deadline
{
    private static readonly TimeSpan Margin = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(int.MaxValue);

    /// <summary>The time that a function may use; zero when the deadline is past.</summary>
    public static TimeSpan Usable(DateTimeOffset deadline, DateTimeOffset now)
    {
        var left = deadline - now;
        if (left <= TimeSpan.Zero)
            return TimeSpan.Zero;
        var margin = TimeSpan.FromTicks(Math.Min(Margin.Ticks, left.Ticks / 10));
        var usable = left - margin;
        return usable < LongestTimer ? usable : LongestTimer;
    }
}
