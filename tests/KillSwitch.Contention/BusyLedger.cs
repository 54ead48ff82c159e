using KillSwitch.Aws.Ledger;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Contention;

/// <summary>A ledger in a process that is busy for a while with each record that it counts.</summary>
internal sealed class BusyLedger(DynamoLedger ledger, TimeProvider time, TimeSpan record) : ILedger, IUsageBook
{
    public async ValueTask<IReadOnlyList<bool>> CountAsync(IReadOnlyList<Posting> postings, CancellationToken cancellation)
    {
        await Task.Delay(record * postings.Count, time, cancellation);
        return await ledger.CountAsync(postings, cancellation);
    }

    public ValueTask<IReadOnlyList<CountedRecord?>> FindAsync(IReadOnlyList<RecordId> records, CancellationToken cancellation) =>
        ledger.FindAsync(records, cancellation);

    public ValueTask<bool> TryReplaceAsync(Posting before, Posting after, CancellationToken cancellation) =>
        ledger.TryReplaceAsync(before, after, cancellation);

    public ValueTask<IReadOnlyList<Usage>> ReadAsync(IReadOnlyList<CounterKey> counters, CancellationToken cancellation) =>
        ledger.ReadAsync(counters, cancellation);

    public ValueTask<IReadOnlyList<(CounterKey Counter, Usage Usage)>> ListAsync(
        IReadOnlyList<Window> buckets, string shape, CancellationToken cancellation) => ledger.ListAsync(buckets, shape, cancellation);

    public ValueTask SetAsync(IReadOnlyList<(CounterKey Counter, Usage Usage)> counters, CancellationToken cancellation) =>
        ledger.SetAsync(counters, cancellation);

    public ValueTask<IReadOnlyList<Invocation>> UncountedAsync(IReadOnlyList<Invocation> records, CancellationToken cancellation) =>
        ledger.UncountedAsync(records, cancellation);
}
