using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Evaluation;

/// <summary>
/// How fast a counter grows: what its last five minutes come to in an hour. There is no other rate that people and programs are told.
/// </summary>
/// <param name="Sum">Of those minutes, by the times of the records.</param>
/// <param name="Over">How long they are: the last one has only begun.</param>
/// <param name="Until">The end of what was counted: records that are still on their way are not taken for silence.</param>
public readonly record struct LastMinutes(Usage Sum, TimeSpan Over, DateTimeOffset Until)
{
    /// <summary>Minutes that are looked at, the current one included.</summary>
    public const int Count = 5;

    private const long Minute = 60;

    /// <summary>
    /// A record that is older than this, and than the time of its call, came late: it was queued, delivered again or filled in, and is in
    /// no minute. CloudWatch Logs delivers within seconds as a rule.
    /// </summary>
    public static TimeSpan LateAfter { get; } = TimeSpan.FromMinutes(2);

    public decimal UsdPerHour => PerHour(Sum.Cost.Amount);

    /// <summary>In the limit's unit; of a sum only.</summary>
    public decimal PerHourOf(Limit limit) => PerHour(limit.Of(Sum));

    /// <param name="minutes">As <see cref="Counters"/> names them.</param>
    /// <param name="until">The end of what was counted.</param>
    public static LastMinutes Of(ReadOnlySpan<Usage> minutes, DateTimeOffset until)
    {
        var sum = default(Usage);
        foreach (var minute in minutes)
            sum += minute;
        var begun = (until.ToUnixTimeSeconds() % Minute) + 1;
        return new LastMinutes(sum, TimeSpan.FromSeconds((Minute * (minutes.Length - 1)) + begun), until);
    }

    /// <summary>The last minutes of a counter, oldest first.</summary>
    /// <param name="scope">Of the counter.</param>
    /// <param name="bucketOf">Its bucket that holds a second.</param>
    /// <param name="until">The end of what was counted.</param>
    public static IEnumerable<CounterKey> Counters(string scope, Func<long, Window> bucketOf, DateTimeOffset until)
    {
        var last = Window.MinuteOf(until.ToUnixTimeSeconds()).Start;
        return Enumerable.Range(0, Count).Select(i => last - ((Count - 1 - i) * Minute))
            .Select(start => new CounterKey(scope, bucketOf(start)).MinuteOf(start));
    }

    /// <summary>
    /// Until when the records have been counted: <paramref name="now"/> less the lag of those that came within the last minutes. Where none
    /// came there was silence up to now.
    /// </summary>
    /// <param name="deliveries">When records were last counted, by source, and how old the newest was then.</param>
    /// <param name="now">When it is asked.</param>
    public static DateTimeOffset Counted(IEnumerable<(DateTimeOffset At, TimeSpan? Lag)> deliveries, DateTimeOffset now) => now - deliveries
        .Where(one => now - one.At <= TimeSpan.FromMinutes(Count)).Select(one => one.Lag ?? TimeSpan.Zero).Append(TimeSpan.Zero).Max();

    /// <summary>
    /// Whether the rate says something: where records come too late to be in any minute, no minute speaks for silence.
    /// </summary>
    public bool IsKnown(DateTimeOffset now) => Sum.Calls > 0 || now - Until <= LateAfter;

    private decimal PerHour(decimal sum) => Over <= TimeSpan.Zero ? 0 : sum * TimeSpan.TicksPerHour / Over.Ticks;
}
