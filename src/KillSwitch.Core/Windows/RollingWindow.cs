namespace KillSwitch.Core.Windows;

/// <summary>
/// A trailing duration, counted in equal buckets aligned to 1970: a 60th of the duration each, a minute at least.
/// The window that ends in a bucket covers the whole duration before that bucket's start, and the bucket:
/// never shorter than said, at most one bucket longer. It only grows as records arrive, in whatever order.
/// </summary>
public sealed class RollingWindow
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

    public TimeSpan Duration => TimeSpan.FromSeconds(_duration);

    public long BucketSeconds { get; }

    /// <summary>Buckets that one window sums, the last one included.</summary>
    public int BucketCount => (int)(_duration / BucketSeconds) + 1;

    public Window Bucket(long second)
    {
        var start = second - (second % BucketSeconds);
        return new Window(start, start + BucketSeconds);
    }

    /// <summary>The buckets of a window that ends in one, oldest first.</summary>
    public IEnumerable<Window> Buckets(Window window)
    {
        for (var start = window.Start; start < window.End; start += BucketSeconds)
            yield return new Window(start, start + BucketSeconds);
    }

    /// <summary>The window that ends in the bucket of <paramref name="second"/>.</summary>
    public Window EndingAt(long second)
    {
        var bucket = Bucket(second);
        return new Window(bucket.Start - _duration, bucket.End);
    }
}
