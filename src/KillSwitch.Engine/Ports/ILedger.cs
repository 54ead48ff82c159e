using KillSwitch.Core.Metering;

namespace KillSwitch.Engine.Ports;

/// <summary>Counts usage. INVARIANT (a record counts once): whatever is delivered again, in whatever batch, adds nothing.</summary>
public interface ILedger
{
    /// <summary>Adds each posting to its counters, unless its record was counted before; a record twice in one call counts once.</summary>
    /// <returns>For each posting, in order, whether it was counted now.</returns>
    ValueTask<IReadOnlyList<bool>> CountAsync(IReadOnlyList<Posting> postings, CancellationToken cancellation);

    /// <summary>Consistent totals, in the order asked; a counter never written is zero.</summary>
    ValueTask<IReadOnlyList<Usage>> ReadAsync(IReadOnlyList<CounterKey> counters, CancellationToken cancellation);
}
