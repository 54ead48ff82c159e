using KillSwitch.Core.Metering;

namespace KillSwitch.Aws.Ledger;

/// <summary>
/// Transactions of one large batch side by side. All of them add to the account's hour, and two that meet in an item keep out each other:
/// so what several of them write gets a shard for each before the first begins. Neighbours, which are of the same callers, come one after
/// the other. A small batch is written in turn, as it takes no time.
/// </summary>
/// <param name="Lane">Of the counters; null for any.</param>
/// <param name="Parts">In their order.</param>
internal sealed record CountingLanes(int? Lane, IReadOnlyList<CountingPart> Parts)
{
    /// <summary>At once.</summary>
    public const int Most = 8;

    private const int FewestParts = 4;

    // Each is given its shards by a request, and is read in all of them from then on.
    private const int MostShared = 100;

    /// <param name="most">At once.</param>
    public static async ValueTask<IReadOnlyList<CountingLanes>> OpenAsync(
        CounterShards shards, IReadOnlyList<CountingPart> parts, int most, CancellationToken cancellation)
    {
        var count = Math.Min(most, parts.Count / FewestParts);
        if (count <= 1)
            return InTurn(parts);
        List<CountingPart[]> runs = [.. parts.Chunk((parts.Count + count - 1) / count)];
        List<CounterKey> shared =
        [
            .. runs.SelectMany(run => run.SelectMany(part => part.Homes).Distinct())
                .CountBy(home => home).Where(home => home.Value > 1).Select(home => home.Key),
        ];
        return shared.Count <= MostShared && await shards.OpenLanesAsync(shared, runs.Count, cancellation) is { } first
            ? [.. runs.Select((run, i) => new CountingLanes(first + i, run))]
            : InTurn(parts);
    }

    private static IReadOnlyList<CountingLanes> InTurn(IReadOnlyList<CountingPart> parts) => parts.Count == 0 ? [] : [new(null, parts)];
}
