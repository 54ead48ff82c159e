using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Engine.ByHand;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Cli.Session.Acts;

/// <summary>The ledger, in which a person grants more than a limit and sets a counter so that it may trip again.</summary>
internal sealed class SeenLedger(ILedger ledger, Undertaking undertaking) : ILedger
{
    private const string Subject = "ledger";

    public ValueTask<IReadOnlyList<bool>> CountAsync(IReadOnlyList<Posting> postings, CancellationToken cancellation) => postings.Count == 0
        ? ledger.CountAsync(postings, cancellation)
        : IsRaise(postings)
            ? undertaking.WriteAsync(
                Subject,
                "the raise may be granted: the limit in `killswitch status` says so, and the same command again grants as much once more",
                token => ledger.CountAsync(postings, token),
                _ => "the raise is granted; `killswitch restore` lifts a stop that it makes room for",
                cancellation)
            : undertaking.WriteAsync(
                Subject,
                "what was granted may be written: the same command again counts it once",
                token => ledger.CountAsync(postings, token),
                _ => "what was granted is written, and the same command again counts it once and goes on from there",
                cancellation);

    private static bool IsRaise(IReadOnlyList<Posting> postings) =>
        postings[0].Record.RequestId.StartsWith(RaiseByHand.IdPrefix, StringComparison.Ordinal);

    public ValueTask<IReadOnlyList<CountedRecord?>> FindAsync(IReadOnlyList<RecordId> records, CancellationToken cancellation) =>
        ledger.FindAsync(records, cancellation);

    public ValueTask<bool> TryReplaceAsync(Posting before, Posting after, CancellationToken cancellation) =>
        ledger.TryReplaceAsync(before, after, cancellation);

    public ValueTask<IReadOnlyList<Usage>> ReadAsync(IReadOnlyList<CounterKey> counters, CancellationToken cancellation) =>
        ledger.ReadAsync(counters, cancellation);
}
