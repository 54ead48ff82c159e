namespace KillSwitch.Core.Evaluation;

/// <summary>
/// What may still land after a decision. Calls come at random and differ in size, so the mean alone would overshoot every
/// second time: to it comes a margin of <see cref="Deviations"/> standard deviations of a compound Poisson sum whose
/// calls spread like an exponential (variance = 2 × mean × size of a call), and never less than one more call.
/// </summary>
public static class PredictiveBrake
{
    /// <summary>About one stop in a hundred lands past its limit.</summary>
    public const decimal Deviations = 2.4m;

    /// <summary>An upper bound, in the rate's unit, of what is added within <paramref name="horizon"/>.</summary>
    public static decimal InFlight(BurnRate burn, TimeSpan horizon)
    {
        var mean = burn.PerSecond * (decimal)horizon.Ticks / TimeSpan.TicksPerSecond;
        return Math.Max(burn.PerCall, mean + (Deviations * SquareRoot(2 * mean * burn.PerCall)));
    }

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
