using KillSwitch.Engine.Simulation;

namespace KillSwitch.Overshoot.Latency;

/// <summary>
/// A random span of time: milliseconds at shares of all cases, straight lines between them. Whole numbers, so that a seed is the same
/// everywhere.
/// </summary>
internal sealed class Spread
{
    private const long All = 1_000_000;

    private readonly (long Share, long Milliseconds)[] _points;

    /// <param name="least">The shortest, in milliseconds.</param>
    /// <param name="median">Half of all are shorter.</param>
    /// <param name="p95">95 of 100 are shorter.</param>
    /// <param name="p99">99 of 100 are shorter.</param>
    /// <param name="most">The longest.</param>
    public Spread(long least, long median, long p95, long p99, long most)
    {
        (Least, Median, P95, P99, Most) = (least, median, p95, p99, most);
        _points = [(0, least), (All / 2, median), (All * 95 / 100, p95), (All * 99 / 100, p99), (All, most)];
    }

    public long Least { get; }

    public long Median { get; }

    public long P95 { get; }

    public long P99 { get; }

    public long Most { get; }

    public long Draw(SplitMix random)
    {
        var share = random.Between(0, All);
        var i = 1;
        while (_points[i].Share < share)
            i++;
        var ((fromShare, from), (toShare, to)) = (_points[i - 1], _points[i]);
        return from + ((to - from) * (share - fromShare) / (toShare - fromShare));
    }
}
