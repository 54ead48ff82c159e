namespace KillSwitch.Core.Windows;

/// <summary>
/// A trailing duration, counted in equal buckets aligned to 1970: a 60th of the duration each, a minute at least.
/// The window that ends in a bucket covers the whole duration before that bucket's start, and the bucket:
/// never shorter than said, at most one bucket longer. It only grows as records arrive, in whatever order.
/// </summary>
public sealed class RollingWindow : RuleWindow
{
    private readonly long _duration;

    /// <param name="duration">Whole minutes, one at least.</param>
    public RollingWindow(TimeSpan duration)
    {
        if (duration < TimeSpan.FromMinutes(1) || duration.Ticks % TimeSpan.TicksPerMinute != 0)
            throw new ArgumentException("a rolling window is a whole number of minutes", nameof(duration));
        _duration = (long)duration.TotalSeconds;
        BucketSeconds = Math.Max(60, _duration / 60);
    }

    public override bool IsRolling => true;

    public TimeSpan Duration => TimeSpan.FromSeconds(_duration);

    public long BucketSeconds { get; }

    /// <summary>Buckets that one window sums, the last one included.</summary>
    public int BucketCount => (int)(_duration / BucketSeconds) + 1;

    public override Window Bucket(long second)
    {
        var start = second - (second % BucketSeconds);
        return new Window(start, start + BucketSeconds);
    }

    public override IEnumerable<Window> Buckets(Window window)
    {
        for (var start = window.Start; start < window.End; start += BucketSeconds)
            yield return new Window(start, start + BucketSeconds);
    }

    /// <summary>The window that ends in the bucket of <paramref name="second"/>.</summary>
    public override Window Holding(long second)
    {
        var bucket = Bucket(second);
        return new Window(bucket.Start - _duration, bucket.End);
    }

    public override IEnumerable<Window> LaterBuckets(long second, long now)
    {
        var own = Bucket(second);
        var end = Math.Min(now, own.Start + _duration);
        for (var bucket = Bucket(own.End); bucket.Start <= end; bucket = Bucket(bucket.End))
            yield return bucket;
    }

    /// <summary>Spans of the duration, aligned to 1970: a grant counts for one to two durations.</summary>
    public override Window GrantSpan(Window window, long second)
    {
        var start = second - (second % _duration);
        return new Window(start, start + _duration);
    }

    public override IEnumerable<Window> GrantSpans(Window window)
    {
        for (var span = GrantSpan(window, window.Start); span.Start < window.End; span = new Window(span.End, span.End + _duration))
            yield return span;
    }

    public override Window RoundsSpan(Window window) => Window.Always;

    public override bool IsSame(RuleWindow other) => other is RollingWindow same && same._duration == _duration;
}
