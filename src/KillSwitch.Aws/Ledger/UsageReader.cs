using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;

namespace KillSwitch.Aws.Ledger;

/// <summary>Lists counters: everyone who was counted, not only those that are known by name.</summary>
public sealed class UsageReader(LedgerTable table)
{
    // Hours of a month at once would be seven hundred requests in flight.
    private const int AtOnce = 16;

    /// <summary>The counters of one bucket whose scopes have this shape, as <see cref="ScopeText.Shape"/> writes it.</summary>
    public async Task<IReadOnlyList<(string Scope, Usage Usage)>> ListAsync(Window bucket, string shape, CancellationToken cancellation) =>
        [.. (await ConsistentRead.QueryAsync(table, CounterItem.Partition(bucket, shape), "", cancellation))
            .Select(item => (CounterItem.ScopeOf(item), CounterItem.Read(item)))];

    /// <summary>The same over many buckets, summed by scope.</summary>
    public async Task<IReadOnlyDictionary<string, Usage>> SumAsync(IEnumerable<Window> buckets, string shape, CancellationToken cancellation)
    {
        var sums = new Dictionary<string, Usage>(StringComparer.Ordinal);
        foreach (var some in buckets.Chunk(AtOnce))
        {
            foreach (var (scope, usage) in (await Task.WhenAll(some.Select(bucket => ListAsync(bucket, shape, cancellation)))).SelectMany(page => page))
                sums[scope] = sums.GetValueOrDefault(scope) + usage;
        }

        return sums;
    }
}
