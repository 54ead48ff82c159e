using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Metering;

namespace KillSwitch.Aws.Ledger;

/// <summary>
/// Puts one record in the place of another of the same request: what was counted is taken off, what is to count is added, in one
/// transaction.
/// </summary>
internal static class Correction
{
    /// <summary>False when what counts is not <paramref name="before"/> any more.</summary>
    public static async Task<bool> TryMakeAsync(
        LedgerTable table, CounterShards shards, Posting before, Posting after, CancellationToken cancellation)
    {
        List<CountingUnit> taken = [.. CountingUnit.Of(before, 0)], added = [.. CountingUnit.Of(after, 0)];
        // The first part says what counts of the request: it comes last, so that whoever dies before it is made good by the next delivery.
        for (var part = Math.Max(taken.Count, added.Count) - 1; part >= 0; part--)
        {
            if (!await TryMakeAsync(table, shards, before, after, part, Counters(taken, part), Counters(added, part), cancellation))
                return false;
        }

        return true;
    }

    private static async Task<bool> TryMakeAsync(
        LedgerTable table, CounterShards shards, Posting before, Posting after, int part, IEnumerable<CounterKey> taken,
        IEnumerable<CounterKey> added, CancellationToken cancellation)
    {
        var changes = added.ToDictionary(counter => counter, _ => after.Usage);
        foreach (var counter in taken)
            changes[counter] = changes.GetValueOrDefault(counter) - before.Usage;
        var refused = await shards.WriteAsync(
            [RecordItem.Replace(table, before, after, part, orMissing: part > 0)],
            [.. changes.Where(change => change.Value != default)],
            cancellation);
        if (refused.Count == 0)
            return true;
        // One that died over it may have made this part.
        return part > 0 && (await ConsistentRead.GetAsync(table, [RecordItem.Key(after.Record, part)], cancellation))
            .Any(item => RecordItem.Says(item, after));
    }

    private static IReadOnlyList<CounterKey> Counters(List<CountingUnit> units, int part) => part < units.Count ? units[part].Counters : [];
}
