using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Backfill;

/// <summary>How far a span of the log group was filled. What was counted of it is judged, too.</summary>
/// <param name="Reached">Up to here nothing is missing any more; the end of the span when all of it was read.</param>
public sealed record FilledSpan(DateTimeOffset Reached)
{
    /// <summary>Records that were missing and are counted now.</summary>
    public int Counted { get; init; }

    /// <summary>
    /// Records a second, where the span holds so many that nothing was done: several can fill it sooner. Null for what was filled here.
    /// </summary>
    public double? Density { get; init; }

    /// <summary>Why the log group could not be read on; null where it could.</summary>
    public Exception? Problem { get; init; }
}

/// <summary>A span that somebody else is to fill.</summary>
/// <param name="IsWhole">Whether records that are counted are judged as well: whoever was at it before may have died over it.</param>
/// <param name="Until">When to leave off.</param>
public sealed record SpanOrder(string Region, DateTimeOffset From, DateTimeOffset To, bool IsWhole, DateTimeOffset Until);

/// <summary>What came of a <see cref="SpanOrder"/>.</summary>
public sealed record SpanAnswer(DateTimeOffset Reached, int Counted, int Damaged);

/// <summary>Others that fill spans of a log group at the same time, each in a process of its own.</summary>
public interface ISpanWorkers
{
    /// <summary>How many orders may be out at once.</summary>
    int AtOnce { get; }

    /// <summary>Waits for the answer; throws where there is none.</summary>
    ValueTask<SpanAnswer> FillAsync(SpanOrder order, CancellationToken cancellation);
}
