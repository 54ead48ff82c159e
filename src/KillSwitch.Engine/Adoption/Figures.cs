namespace KillSwitch.Engine.Adoption;

/// <summary>What some counters came to, each in its own window.</summary>
/// <param name="Max">The largest.</param>
/// <param name="P99">The 99th percentile, by nearest rank: the largest where there are fewer than a hundred.</param>
/// <param name="Sum">All together.</param>
public sealed record Figures(int Count, decimal Max, decimal P99, decimal Sum)
{
    /// <summary>Null where there is nothing to go by.</summary>
    public static Figures? Of(IEnumerable<decimal> values)
    {
        decimal[] sorted = [.. values.Where(value => value > 0).Order()];
        return sorted.Length == 0
            ? null
            : new Figures(sorted.Length, sorted[^1], sorted[(((99 * sorted.Length) + 99) / 100) - 1], sorted.Sum());
    }
}
