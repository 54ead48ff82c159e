using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Evaluation;

/// <summary>How fast a counter grows now, from its last minutes.</summary>
/// <param name="PerSecond">In the limit's unit.</param>
/// <param name="PerCall">The mean of one call, in the limit's unit.</param>
public readonly record struct BurnRate(decimal PerSecond, decimal PerCall)
{
    /// <summary>Minutes that are looked at, the current one included.</summary>
    public const int Minutes = 5;

    /// <param name="limit">Whose unit counts.</param>
    /// <param name="minutes">The last <see cref="Minutes"/> minute counters, oldest first; the last one holds <paramref name="second"/>.</param>
    /// <param name="second">The newest record, in seconds since 1970.</param>
    public static BurnRate Of(Limit limit, ReadOnlySpan<Usage> minutes, long second)
    {
        // The faster of the last one to two minutes and the last five: quick to see a burst, slow to forget one.
        var intoMinute = (second % 60) + 1;
        var sum = minutes[^1] + minutes[^2];
        var recent = Measure.Of(limit, sum) / (60 + intoMinute);
        foreach (var earlier in minutes[..^2])
            sum += earlier;
        var total = Measure.Of(limit, sum);
        var steady = total / ((60 * (minutes.Length - 1)) + intoMinute);
        return new BurnRate(Math.Max(recent, steady), sum.Calls == 0 ? 0 : total / sum.Calls);
    }
}
