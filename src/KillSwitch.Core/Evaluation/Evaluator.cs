using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Evaluation;

/// <summary>What a rule finds on a counter. Pure: the same reading gives the same answer.</summary>
public static class Evaluator
{
    /// <summary>The evidence of a breach, or null.</summary>
    public static Evidence? Breach(Limit limit, in Reading reading)
    {
        var bound = Measure.Bound(limit) + (limit is Limit.CacheHitRatio ? 0 : reading.Allowance);
        var measured = Measure.Of(limit, reading.Total);
        if (limit is Limit.CacheHitRatio ratio)
            return reading.Total.Tokens.TotalInputTokens >= ratio.AfterInputTokens && measured < bound ? Evidence(reading, 0) : null;
        if (measured >= bound)
            return Evidence(reading, 0);
        if (reading.Burn is not { } burn)
            return null;
        // What runs now was not logged yet, and is charged all the same.
        var inFlight = PredictiveBrake.InFlight(burn, reading.Horizon + burn.CallTime, bound);
        return measured + inFlight >= bound ? Evidence(reading, inFlight) : null;

        Evidence Evidence(in Reading at, decimal inFlight) => new(
            at.Subject,
            Measure.Unit(limit),
            bound,
            measured,
            at.Total,
            inFlight,
            at.Burn?.PerSecond ?? 0,
            at.Horizon + (at.Burn?.CallTime ?? TimeSpan.Zero),
            at.Window,
            DateTimeOffset.FromUnixTimeSeconds(at.Second),
            limit is Limit.CacheHitRatio ? 0 : Measure.Of(limit, at.Unattributed));
    }

    /// <summary>The levels of <see cref="Rule.NotifyPercents"/> that lie above <paramref name="before"/> and at or under <paramref name="after"/>.</summary>
    public static IEnumerable<int> LevelsCrossed(Rule rule, Usage before, Usage after, decimal allowance = 0)
    {
        if (rule.NotifyPercents.Count == 0)
            return [];
        var bound = Measure.Bound(rule.Limit) + (rule.Limit is Limit.CacheHitRatio ? 0 : allowance);
        var (from, to) = (Measure.Of(rule.Limit, before), Measure.Of(rule.Limit, after));
        return rule.NotifyPercents.Where(percent => from < bound * percent / 100 && to >= bound * percent / 100);
    }
}
