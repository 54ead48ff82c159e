using KillSwitch.Cli.Terminals;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Cli.Session.Acts;

/// <summary>The stops of an account, with a note of what a command has written of them.</summary>
internal sealed class SeenStops(IStopStore stops, Undertaking undertaking) : IStopStore
{
    public ValueTask<OpenResult> TryOpenAsync(Stop stop, AutomaticBound? bound, PendingMessage? word, CancellationToken cancellation) =>
        undertaking.WriteAsync(
            stop.Id,
            $"AWS has not answered whether `{stop.Id}` of `{stop.Target.Name}` is written: `killswitch status` shows it, and if it is "
                + "there, the guard carries it out",
            token => stops.TryOpenAsync(stop, bound, word, token),
            result => result == OpenResult.Opened ? ActWords.Of(stop) : null,
            cancellation);

    public ValueTask<bool> TryAdvanceAsync(Stop known, Stop next, PendingMessage? word, CancellationToken cancellation) =>
        undertaking.WriteAsync(
            next.Id, ActWords.Perhaps(known, next), token => stops.TryAdvanceAsync(known, next, word, token),
            isWritten => isWritten ? ActWords.Of(next) : null, cancellation);

    public ValueTask<bool> TryTellAsync(NoticeKey notice, PendingMessage? word, CancellationToken cancellation) =>
        stops.TryTellAsync(notice, word, cancellation);

    public ValueTask<bool> IsKnownAsync(TripKey trip, CancellationToken cancellation) => stops.IsKnownAsync(trip, cancellation);

    public ValueTask<Stop?> FindAsync(string stopId, CancellationToken cancellation) => stops.FindAsync(stopId, cancellation);

    public ValueTask<IReadOnlyList<Stop>> OpenAsync(CancellationToken cancellation) => stops.OpenAsync(cancellation);

    public ValueTask KeepAsync(PendingMessage word, CancellationToken cancellation) => stops.KeepAsync(word, cancellation);

    public ValueTask<IReadOnlyList<PendingMessage>> PendingAsync(CancellationToken cancellation) => stops.PendingAsync(cancellation);

    public ValueTask ToldAsync(PendingMessage word, CancellationToken cancellation) => stops.ToldAsync(word, cancellation);
}
