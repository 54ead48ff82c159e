using KillSwitch.Core.Metering;
using KillSwitch.Engine.Embedded;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Benchmarks;

/// <summary>A ledger in memory that counts what is asked of it: calls, and counters written and read.</summary>
internal sealed class CountingLedger : ILedger
{
    private readonly EmbeddedLedger _ledger = new();

    public int Calls { get; private set; }

    public int Written { get; private set; }

    public int Read { get; private set; }

    public ValueTask<IReadOnlyList<bool>> CountAsync(IReadOnlyList<Posting> postings, CancellationToken cancellation)
    {
        Calls++;
        Written += postings.SelectMany(posting => posting.Counters).Distinct().Count();
        return _ledger.CountAsync(postings, cancellation);
    }

    public ValueTask<IReadOnlyList<Usage>> ReadAsync(IReadOnlyList<CounterKey> counters, CancellationToken cancellation)
    {
        Calls++;
        Read += counters.Count;
        return _ledger.ReadAsync(counters, cancellation);
    }

    public void Reset() => (Calls, Written, Read) = (0, 0, 0);
}
