using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;

namespace KillSwitch.Engine.Ports;

/// <summary>
/// Counts usage. INVARIANT (a request counts once): whatever is delivered again, in whatever batch and under whatever time, adds nothing
/// by itself; a record with larger figures is put in the place of the one that was counted.
/// </summary>
public interface ILedger
{
    /// <summary>
    /// Adds each posting to its counters, unless a record of its id was counted before; a record twice in one call counts once.
    /// </summary>
    /// <returns>For each posting, in order, whether it was counted now.</returns>
    ValueTask<IReadOnlyList<bool>> CountAsync(IReadOnlyList<Posting> postings, CancellationToken cancellation);

    /// <summary>
    /// What counts of each of the requests, in order; null for one of which nothing was counted, or nothing is known any more.
    /// </summary>
    ValueTask<IReadOnlyList<CountedRecord?>> FindAsync(IReadOnlyList<RecordId> records, CancellationToken cancellation);

    /// <summary>
    /// Takes a record's usage off its counters and adds that of another of the same request to its own, both or neither; false when what
    /// counts is not <paramref name="before"/> any more.
    /// </summary>
    /// <param name="before">What counts, by <see cref="FindAsync"/>, and the counters that it was added to.</param>
    /// <param name="after">What is to count.</param>
    ValueTask<bool> TryReplaceAsync(Posting before, Posting after, CancellationToken cancellation);

    /// <summary>Consistent totals, in the order asked; a counter never written is zero.</summary>
    ValueTask<IReadOnlyList<Usage>> ReadAsync(IReadOnlyList<CounterKey> counters, CancellationToken cancellation);
}
