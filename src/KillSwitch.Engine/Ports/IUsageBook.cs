using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.Ports;

/// <summary>The ledger's counters as a book: everyone who was counted, not only those that are known by name.</summary>
public interface IUsageBook
{
    /// <summary>
    /// The counters of these buckets whose scopes have this shape, as <see cref="ScopeText.Shape"/> writes it; in no order.
    /// </summary>
    ValueTask<IReadOnlyList<(CounterKey Counter, Usage Usage)>> ListAsync(
        IReadOnlyList<Window> buckets, string shape, CancellationToken cancellation);

    /// <summary>Overwrites counters to which no record adds.</summary>
    ValueTask SetAsync(IReadOnlyList<(CounterKey Counter, Usage Usage)> counters, CancellationToken cancellation);

    /// <summary>
    /// Those of the records that were not counted yet, or outweigh what was counted of their requests; the refused ones, which are never
    /// counted, are left out. Cheaper than counting them again.
    /// </summary>
    ValueTask<IReadOnlyList<Invocation>> UncountedAsync(IReadOnlyList<Invocation> records, CancellationToken cancellation);
}
