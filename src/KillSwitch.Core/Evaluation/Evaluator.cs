using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Evaluation;

/// <summary>What a rule finds on a counter. Pure: the same reading gives the same answer.</summary>
public static class Evaluator
{
    /// <summary>The evidence of a breach, or null.</summary>
    public static Evidence? Breach(Limit limit, in Reading reading)
    {
        var timing = reading.Timing ?? GuardTiming.Guessed;
        var bound = limit.With(reading.Allowance);
        var measured = limit.Of(reading.Total);
        var isReached = limit.IsReached(reading.Total, bound);
        if (!limit.IsSum)
            return isReached ? Evidence(reading, default) : null;
        if (isReached)
        {
            return Evidence(reading,
                new InFlight(0, reading.Burn?.PerSecond
                ?? 0, reading.Burn is { } known ? PredictiveBrake.Horizon(reading.Lag, known.CallTime, timing) : default));
        }

        if (reading.Burn is not { } burn || measured < bound * timing.BrakesFrom)
            return null;
        // What runs now was not logged yet, and is charged all the same.
        var horizon = PredictiveBrake.Horizon(reading.Lag, burn.CallTime, timing);
        foreach (var stretch in reading.Ahead ?? [new Stretch(TimeSpan.FromSeconds(reading.Window.End - reading.Second), 0)])
        {
            // What lands before a stop could work is not prevented by it.
            if (stretch.Time <= reading.Lag)
                continue;
            var inFlight = PredictiveBrake.Expect(burn, horizon, stretch.Time, bound, timing.Late);
            if (measured + inFlight.Amount - stretch.Leaves >= bound)
                return Evidence(reading, inFlight with { Amount = inFlight.Amount - stretch.Leaves });
        }

        return null;

        Evidence Evidence(in Reading at, InFlight inFlight) => new(
            at.Subject,
            limit.Unit,
            bound,
            measured,
            at.Total,
            inFlight.Amount,
            inFlight.PerSecond,
            inFlight.Time,
            at.Window,
            DateTimeOffset.FromUnixTimeSeconds(at.Second),
            limit.IsSum ? limit.Of(at.Unattributed) : 0)
        {
            DrilledAt = inFlight.Time > TimeSpan.Zero ? timing.DrilledAt : null,
        };
    }

    /// <summary>
    /// Whether a rule may find anything on such a total, or on less: a level that people are told of, or what the brake reckons from. Where
    /// it does not, nothing is asked of how fast it grows, nor of what was granted.
    /// </summary>
    public static bool IsNear(CountedRule rule, Usage total, GuardTiming timing) => rule.Limit.IsSum
        ? rule.Limit.Of(total) >= NearFrom(rule, timing)
        : rule.Limit.IsJudged(total) || rule.NotifyPercents.Count > 0;

    /// <summary>From what total on a rule on a sum is near, in the limit's unit.</summary>
    public static decimal NearFrom(CountedRule rule, GuardTiming timing)
    {
        var bound = rule.Limit.Bound;
        var braked = bound * Math.Min(1, timing.BrakesFrom);
        return rule.NotifyPercents is [var lowest, ..] ? Math.Min(braked, bound * lowest / 100) : braked;
    }

    /// <summary>
    /// The levels of <see cref="CountedRule.NotifyPercents"/> that lie above <paramref name="before"/> and at or under
    /// <paramref name="after"/>.
    /// </summary>
    public static IEnumerable<int> LevelsCrossed(CountedRule rule, Usage before, Usage after, decimal allowance = 0)
    {
        if (rule.NotifyPercents.Count == 0)
            return [];
        var bound = rule.Limit.With(allowance);
        var (from, to) = (rule.Limit.Of(before), rule.Limit.Of(after));
        return rule.NotifyPercents.Where(percent => from < bound * percent / 100 && to >= bound * percent / 100);
    }
}
