using KillSwitch.Aws.Dynamo;
using KillSwitch.Aws.Ledger;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.Contention;

/// <summary>A ledger each of whose counters has so many shards before anything is added to it.</summary>
internal sealed class SpreadLedger(DynamoLedger ledger, LedgerTable table, int shards) : ILedger, IUsageBook
{
    public async ValueTask<IReadOnlyList<bool>> CountAsync(IReadOnlyList<Posting> postings, CancellationToken cancellation)
    {
        await SpreadAsync(postings);
        return await ledger.CountAsync(postings, cancellation);
    }

    public async ValueTask<bool> TryReplaceAsync(Posting before, Posting after, CancellationToken cancellation)
    {
        await SpreadAsync([before, after]);
        return await ledger.TryReplaceAsync(before, after, cancellation);
    }

    public ValueTask<IReadOnlyList<CountedRecord?>> FindAsync(IReadOnlyList<RecordId> records, CancellationToken cancellation) =>
        ledger.FindAsync(records, cancellation);

    public ValueTask<IReadOnlyList<Usage>> ReadAsync(IReadOnlyList<CounterKey> counters, CancellationToken cancellation) =>
        ledger.ReadAsync(counters, cancellation);

    public ValueTask<IReadOnlyList<(CounterKey Counter, Usage Usage)>> ListAsync(
        IReadOnlyList<Window> buckets, string shape, CancellationToken cancellation) => ledger.ListAsync(buckets, shape, cancellation);

    public ValueTask SetAsync(IReadOnlyList<(CounterKey Counter, Usage Usage)> counters, CancellationToken cancellation) =>
        ledger.SetAsync(counters, cancellation);

    public ValueTask<IReadOnlyList<Invocation>> UncountedAsync(IReadOnlyList<Invocation> records, CancellationToken cancellation) =>
        ledger.UncountedAsync(records, cancellation);

    private async Task SpreadAsync(IReadOnlyList<Posting> postings)
    {
        CounterKey[] counters = [.. postings.SelectMany(posting => posting.Counters).Distinct()];
        foreach (var counter in counters)
            await Shards.RaiseAsync(table, counter, shards);
        // Whoever reads a counter knows of its shards.
        await ledger.ReadAsync(counters, default);
    }
}
