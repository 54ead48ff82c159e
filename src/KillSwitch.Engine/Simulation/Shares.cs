namespace KillSwitch.Engine.Simulation;

/// <summary>Splits a whole number by weights so that the parts add up to it exactly.</summary>
internal static class Shares
{
    /// <summary>Each part is its weight's share, rounded down or up; a weight of zero gets nothing.</summary>
    public static long[] Of(long total, IReadOnlyList<long> weights)
    {
        var sum = weights.Aggregate((Int128)0, (all, weight) => all + weight);
        var parts = new long[weights.Count];
        var (seen, given) = ((Int128)0, 0L);
        for (var i = 0; i < parts.Length; i++)
        {
            // The running share is rounded, not each part: the error never grows past one.
            seen += weights[i];
            var until = (long)(total * seen / sum);
            parts[i] = until - given;
            given = until;
        }

        return parts;
    }
}
