using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Evaluation;

/// <summary>How fast a counter grows now, from its last minutes, as the brake takes it.</summary>
/// <param name="Recent">Of the last one to two minutes: quick to see a burst.</param>
/// <param name="Steady">Of the last <see cref="Minutes"/> minutes: slow to forget one.</param>
/// <param name="PerCall">The mean of one call, in the limit's unit.</param>
/// <param name="CallTime">How long a call runs: it is charged from its start, and logged at its end.</param>
public readonly record struct BurnRate(Pace Recent, Pace Steady, decimal PerCall, TimeSpan CallTime)
{
    /// <summary>Minutes that are looked at, the current one included.</summary>
    public const int Minutes = LastMinutes.Count;

    // Until the first token, and then 50 tokens a second: the slower of the large models. The log does not say how long a call took.
    private const long FirstTokenMilliseconds = 2_000;
    private const long TokenMilliseconds = 20;

    /// <summary>No call is taken to run longer.</summary>
    public static TimeSpan LongestCall { get; } = TimeSpan.FromHours(1);

    /// <summary>What people are told, in the limit's unit: of the same minutes, and without the brake's caution.</summary>
    public decimal PerHour { get; init; }

    /// <summary>The faster of both, by which the brake reckons.</summary>
    public decimal PerSecond => Math.Max(Recent.PerSecond, Steady.PerSecond);

    /// <param name="limit">Whose unit counts.</param>
    /// <param name="minutes">The last <see cref="Minutes"/> minute counters, oldest first; the last one holds
    /// <paramref name="second"/>.</param>
    /// <param name="second">The newest record, in seconds since 1970.</param>
    public static BurnRate Of(Limit limit, ReadOnlySpan<Usage> minutes, long second)
    {
        var sum = minutes[^1] + minutes[^2];
        var recent = limit.Of(sum);
        foreach (var earlier in minutes[..^2])
            sum += earlier;
        if (sum.Calls == 0)
            return default;
        var steady = limit.Of(sum);
        var perCall = steady / sum.Calls;
        var intoMinute = (second % 60) + 1;
        return new BurnRate(
            PaceOf(recent, perCall, 60 + intoMinute),
            PaceOf(steady, perCall, (60 * (minutes.Length - 1)) + intoMinute),
            perCall,
            CallTimeOf(sum.Tokens.OutputTokens / sum.Calls))
        {
            PerHour = LastMinutes.Of(minutes, DateTimeOffset.FromUnixTimeSeconds(second)).PerHourOf(limit),
        };
    }

    /// <summary>About how long it takes to write an answer.</summary>
    public static TimeSpan CallTimeOf(long outputTokens) => TimeSpan.FromMilliseconds(
        FirstTokenMilliseconds + (TokenMilliseconds * Math.Min(outputTokens, (long)LongestCall.TotalMilliseconds / TokenMilliseconds)));

    // The span was cut where a call came, so one call too many is in it: few dear calls would look twice as fast as they are.
    private static Pace PaceOf(decimal sum, decimal perCall, long seconds) =>
        new(Math.Max(0, sum - perCall) / seconds, TimeSpan.FromSeconds(seconds));
}
