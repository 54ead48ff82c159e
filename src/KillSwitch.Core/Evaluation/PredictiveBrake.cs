using KillSwitch.Core.Drills;

namespace KillSwitch.Core.Evaluation;

/// <summary>
/// What may still land after a decision: what comes before the next look at the counter, the mean of what comes until a stop works,
/// and a margin, because calls come at random, differ in size, and a deny is late at times. The margin joins two chances
/// that seldom fall together, as the root of their squares: <see cref="Deviations"/> standard deviations of a compound Poisson sum whose
/// calls spread like an exponential (variance = 2 × mean × size of a call), and what a late deny costs.
/// INVARIANT (no innocent): nothing is foreseen below <see cref="From"/> of a limit, no pace is extended over more time than it was
/// measured over, and none past the end of the window.
/// </summary>
public static class PredictiveBrake
{
    /// <summary>Below this share of its limit a counter is never stopped for what may come.</summary>
    public const decimal From = 0.70m;

    /// <summary>One in twelve of what comes at random exceeds it.</summary>
    public const decimal Deviations = 1.4m;

    /// <summary>Never less than one more call, and that one a quarter dearer than the mean.</summary>
    public const decimal CallsAtLeast = 1.25m;

    /// <summary>What is left unspent for the sake of a late deny, at most, as a share of the limit.</summary>
    public const decimal LateShare = 0.01m;

    /// <summary>
    /// How long until a counter is looked at again: what is not stopped now goes on for so long, or for one more call if that takes longer.
    /// </summary>
    public static TimeSpan NextLook { get; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// From the newest call that is counted to the first one that is refused. Records that are stamped at the end leave calls unseen that
    /// still run for <paramref name="callTime"/>; stamped at the start, that time is in the lag already. Where no drill has seen which,
    /// both are held.
    /// </summary>
    /// <param name="lag">Of the data and of the deny together.</param>
    /// <param name="callTime">How long a call runs.</param>
    /// <param name="timing">What is known of the guard.</param>
    public static TimeSpan Horizon(TimeSpan lag, TimeSpan callTime, GuardTiming timing)
    {
        var (less, more) = lag < callTime ? (lag, callTime) : (callTime, lag);
        return timing.Stamp switch
        {
            RecordStamp.Start => more,
            RecordStamp.End => more + less,
            _ => more + Least(less, timing.UsualWay),
        };
    }

    /// <summary>What may be added to a counter.</summary>
    /// <param name="burn">How fast it grows.</param>
    /// <param name="horizon">From the newest call that is counted to the first one that is refused.</param>
    /// <param name="left">For how long what comes lands in the window.</param>
    /// <param name="bound">The limit.</param>
    /// <param name="late">How far past its planned time a deny may come into force.</param>
    public static InFlight Expect(BurnRate burn, TimeSpan horizon, TimeSpan left, decimal bound, TimeSpan late)
    {
        var recent = Expect(burn.Recent, burn.PerCall, horizon, left, bound, late);
        var steady = Expect(burn.Steady, burn.PerCall, horizon, left, bound, late);
        return recent.Amount > steady.Amount ? recent : steady;
    }

    private static InFlight Expect(Pace pace, decimal perCall, TimeSpan horizon, TimeSpan left, decimal bound, TimeSpan late)
    {
        var most = Least(left, pace.Measured);
        var time = Least(horizon, most);
        var look = Least(NextLook, most - time);
        var next = Math.Max(pace.Within(look), perCall);
        var mean = pace.Within(time);
        var ofLate = Math.Min(pace.Within(Least(late, most - time - look)), bound * LateShare);
        var variance = 2 * mean * perCall;
        var amount = pace.PerSecond == 0 ? 0 : next + mean + SquareRoot((Deviations * Deviations * variance) + (ofLate * ofLate));
        return new InFlight(Math.Max(CallsAtLeast * perCall, amount), pace.PerSecond, time);
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    /// <summary>Newton's method: an estimate of money is still no reason for a double. Relative error below 1e-9.</summary>
    internal static decimal SquareRoot(decimal value)
    {
        if (value <= 0)
            return 0;
        var root = value > 1 ? value / 2 : 1m;
        for (var i = 0; i < 100; i++)
        {
            var next = (root + (value / root)) / 2;
            if (Math.Abs(next - root) <= next * 1e-10m)
                return next;
            root = next;
        }

        return root;
    }
}
