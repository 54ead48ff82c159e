using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>Sums counters over many buckets.</summary>
public sealed class UsageReader(IUsageBook book)
{
    // Hours of a month at once would be seven hundred requests in flight.
    private const int AtOnce = 16;

    /// <summary>The counters whose scopes have this shape, summed by scope.</summary>
    public async Task<IReadOnlyDictionary<string, Usage>> SumAsync(IEnumerable<Window> buckets, string shape, CancellationToken cancellation)
    {
        var sums = new Dictionary<string, Usage>(StringComparer.Ordinal);
        foreach (var some in buckets.Chunk(AtOnce))
        {
            foreach (var (scope, usage) in (await Task.WhenAll(some.Select(bucket => book.ListAsync(bucket, shape, cancellation).AsTask()))).SelectMany(page => page))
                sums[scope] = sums.GetValueOrDefault(scope) + usage;
        }

        return sums;
    }
}
