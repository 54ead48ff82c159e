using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>Sums counters over many buckets.</summary>
public sealed class UsageReader(IUsageBook book)
{
    /// <summary>The counters whose scopes have this shape, summed by scope.</summary>
    public async Task<IReadOnlyDictionary<string, Usage>> SumAsync(
        IEnumerable<Window> buckets, string shape, CancellationToken cancellation)
    {
        var sums = new Dictionary<string, Usage>(StringComparer.Ordinal);
        foreach (var (counter, usage) in await book.ListAsync([.. buckets], shape, cancellation))
            sums[counter.Scope] = sums.GetValueOrDefault(counter.Scope) + usage;
        return sums;
    }
}
