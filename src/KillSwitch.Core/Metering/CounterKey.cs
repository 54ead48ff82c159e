using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Metering;

/// <summary>
/// One counter: what is counted and when. Says nothing of a rule, so that rules share counters
/// and a changed limit or a renamed rule keeps the count.
/// </summary>
/// <param name="Scope">The account and every dimension value or pattern that a record must have, as <c>ScopeText</c> writes
/// it.</param>
/// <param name="Bucket">The span of record time that is counted.</param>
public readonly record struct CounterKey(string Scope, Window Bucket)
{
    /// <summary>
    /// Of how fast the counter grows: the start of one minute of the bucket, in seconds since 1970, whose records alone count, and of them
    /// those that came in time. 0 of the counter itself. Kept for some minutes, beside the counter.
    /// </summary>
    public long Minute { get; private init; }

    /// <summary>Whether it is one minute of a counter, and no total.</summary>
    public bool IsMinute => Minute != 0;

    /// <summary>What it counts ends then, in seconds since 1970.</summary>
    public long End => IsMinute ? Minute + 60 : Bucket.End;

    /// <summary>The minute of this counter that holds a second of its bucket.</summary>
    public CounterKey MinuteOf(long second) => this with { Minute = Window.MinuteOf(second).Start };
}
