using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.Cycle;

/// <summary>
/// A ledger in memory that counts what is asked of it: calls, counters written and read, and the most that were read at once.
/// </summary>
internal sealed class CountingLedger : ILedger
{
    private readonly InMemoryLedger _ledger = new();

    public int Calls { get; private set; }

    public int Written { get; private set; }

    public int Read { get; private set; }

    public int MostRead { get; private set; }

    public ValueTask<IReadOnlyList<bool>> CountAsync(IReadOnlyList<Posting> postings, CancellationToken cancellation)
    {
        Calls++;
        Written += postings.SelectMany(posting => posting.Counters).Distinct().Count();
        return _ledger.CountAsync(postings, cancellation);
    }

    public ValueTask<IReadOnlyList<CountedRecord?>> FindAsync(IReadOnlyList<RecordId> records, CancellationToken cancellation)
    {
        Calls++;
        return _ledger.FindAsync(records, cancellation);
    }

    public ValueTask<bool> TryReplaceAsync(Posting before, Posting after, CancellationToken cancellation)
    {
        Calls++;
        return _ledger.TryReplaceAsync(before, after, cancellation);
    }

    public ValueTask<IReadOnlyList<Usage>> ReadAsync(IReadOnlyList<CounterKey> counters, CancellationToken cancellation)
    {
        Calls++;
        Read += counters.Count;
        MostRead = Math.Max(MostRead, counters.Count);
        return _ledger.ReadAsync(counters, cancellation);
    }

    public void Reset() => (Calls, Written, Read, MostRead) = (0, 0, 0, 0);
}
