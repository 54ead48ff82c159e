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
