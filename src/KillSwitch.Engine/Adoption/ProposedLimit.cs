namespace KillSwitch.Engine.Adoption;

/// <summary>A limit that lets pass what was seen and stops what was not.</summary>
public static class ProposedLimit
{
    /// <summary>How many times the 99th percentile.</summary>
    public const int Times = 3;

    /// <summary>Rounded up to two digits, so that nobody takes it for exact.</summary>
    /// <param name="seen">What was seen.</param>
    /// <param name="least">A limit below it would stop the first who tries.</param>
    public static decimal Of(Figures seen, decimal least) => Math.Max(least, RoundUp(seen.P99 * Times));

    private static decimal RoundUp(decimal value)
    {
        var unit = 1m;
        while (value / unit >= 100)
            unit *= 10;
        return Math.Ceiling(value / unit) * unit;
    }
}
