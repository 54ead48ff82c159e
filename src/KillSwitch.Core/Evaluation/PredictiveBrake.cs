namespace KillSwitch.Core.Evaluation;

/// <summary>
/// What may still land after a decision: what comes before the next look at the counter, the mean of what comes within the horizon
/// after that, and a margin, because calls come at random, differ in size, and a deny is late at times. The margin joins two chances
/// that seldom fall together, as the root of their squares: <see cref="Deviations"/> standard deviations of a compound Poisson sum whose
/// calls spread like an exponential (variance = 2 × mean × size of a call), and what a late deny costs.
/// </summary>
public static class PredictiveBrake
{
    /// <summary>One in twenty of what comes at random exceeds it.</summary>
    public const decimal Deviations = 1.65m;

    /// <summary>Never less than one more call, and that one a quarter dearer than the mean.</summary>
    public const decimal CallsAtLeast = 1.25m;

    /// <summary>What is left unspent for the sake of a late deny, at most, as a share of the limit.</summary>
    public const decimal LateShare = 0.01m;

    /// <summary>How long until a counter is looked at again: what is not stopped now goes on for so long, or for one more call if that takes longer.</summary>
    public static TimeSpan NextLook { get; } = TimeSpan.FromSeconds(10);

    /// <summary>How far past its planned time a deny may come into force: IAM takes up to a minute where ten seconds are planned.</summary>
    public static TimeSpan Late { get; } = TimeSpan.FromSeconds(50);

    /// <summary>An upper bound, in the rate's unit, of what is added to a counter that may reach <paramref name="bound"/>.</summary>
    /// <param name="burn">How fast it grows.</param>
    /// <param name="horizon">From the newest call that is counted to the first one that is refused.</param>
    /// <param name="bound">The limit.</param>
    public static decimal InFlight(BurnRate burn, TimeSpan horizon, decimal bound)
    {
        if (burn.PerSecond == 0)
            return CallsAtLeast * burn.PerCall;
        var next = Math.Max(Within(burn, NextLook), burn.PerCall);
        var mean = Within(burn, horizon);
        var late = Math.Min(Within(burn, Late), bound * LateShare);
        var variance = 2 * mean * burn.PerCall;
        return Math.Max(CallsAtLeast * burn.PerCall, next + mean + SquareRoot((Deviations * Deviations * variance) + (late * late)));
    }

    private static decimal Within(BurnRate burn, TimeSpan time) => burn.PerSecond * time.Ticks / TimeSpan.TicksPerSecond;

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
