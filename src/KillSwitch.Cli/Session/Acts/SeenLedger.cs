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
        : WriteAsync(
            postings,
            postings[0].Record.RequestId.StartsWith(RaiseByHand.IdPrefix, StringComparison.Ordinal)
                ? ("the raise may be granted: the limit in `killswitch status` says so, and the same command again grants as much once "
                    + "more",
                    "the raise is granted; `killswitch restore` lifts a stop that it makes room for")
                : ("what was granted may be written: the same command again counts it once",
                    "what was granted is written, and the same command again counts it once and goes on from there"),
            cancellation);

    private ValueTask<IReadOnlyList<bool>> WriteAsync(
        IReadOnlyList<Posting> postings, (string Unanswered, string Done) words, CancellationToken cancellation) =>
        undertaking.WriteAsync(
            Subject, words.Unanswered, token => ledger.CountAsync(postings, token), _ => words.Done, cancellation);

    public ValueTask<IReadOnlyList<CountedRecord?>> FindAsync(IReadOnlyList<RecordId> records, CancellationToken cancellation) =>
        ledger.FindAsync(records, cancellation);

    public ValueTask<bool> TryReplaceAsync(Posting before, Posting after, CancellationToken cancellation) =>
        ledger.TryReplaceAsync(before, after, cancellation);

    public ValueTask<IReadOnlyList<Usage>> ReadAsync(IReadOnlyList<CounterKey> counters, CancellationToken cancellation) =>
        ledger.ReadAsync(counters, cancellation);
}
