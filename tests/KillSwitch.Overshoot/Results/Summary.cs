using KillSwitch.Overshoot.Watchers;
using KillSwitch.Overshoot.Workloads;

namespace KillSwitch.Overshoot.Results;

/// <summary>Many outcomes of one workload under one watcher. Shares are of the limit: 0.01 is one hundredth.</summary>
internal sealed record Summary
{
    public required string Workload { get; init; }

    public required WatchedBy WatchedBy { get; init; }

    /// <summary>Dollars.</summary>
    public required decimal Limit { get; init; }

    /// <summary>Principals that were stopped or should have been, over all seeds.</summary>
    public required int Cases { get; init; }

    public required decimal PastMedian { get; init; }

    public required decimal PastP95 { get; init; }

    public required decimal PastWorst { get; init; }

    public required decimal PastMean { get; init; }

    public required decimal UnspentMean { get; init; }

    public required decimal UnspentP95 { get; init; }

    public static Summary Of(Workload workload, WatchedBy watching, IReadOnlyList<Outcome> outcomes)
    {
        decimal[] past = [.. outcomes.Select(one => one.Past / one.Limit).Order()];
        decimal[] unspent = [.. outcomes.Select(one => one.Unspent / one.Limit).Order()];
        return new Summary
        {
            Workload = workload.Name,
            WatchedBy = watching,
            Limit = workload.Limit,
            Cases = outcomes.Count,
            PastMedian = At(past, 50),
            PastP95 = At(past, 95),
            PastWorst = At(past, 100),
            PastMean = Mean(past),
            UnspentMean = Mean(unspent),
            UnspentP95 = At(unspent, 95),
        };
    }

    // The nearest rank: a figure that came up, and none between two.
    private static decimal At(decimal[] sorted, int percent) =>
        sorted.Length == 0 ? 0 : sorted[Math.Max(0, (((sorted.Length * percent) + 99) / 100) - 1)];

    private static decimal Mean(decimal[] shares) => shares.Length == 0 ? 0 : shares.Sum() / shares.Length;
}
