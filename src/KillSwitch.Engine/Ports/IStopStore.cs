using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Ports;

/// <summary>
/// Remembers stops and what was told. INVARIANT (told at least once): a word is written in the same stroke as what it tells of, and
/// stays until everyone was told.
/// </summary>
public interface IStopStore
{
    /// <summary>
    /// Writes a new stop unless the same trip was written before. INVARIANT (one trip per window): whoever comes second gets
    /// <see cref="OpenResult.Known"/>. With a bound, it is counted against it, however many begin at once. The word, if any, is
    /// kept only if the stop is written.
    /// </summary>
    ValueTask<OpenResult> TryOpenAsync(Stop stop, AutomaticBound? bound, PendingMessage? word, CancellationToken cancellation);

    /// <summary>
    /// Remembers that a notice is being told, and its word until it was; false when it was told before, or is being told.
    /// </summary>
    ValueTask<bool> TryTellAsync(NoticeKey notice, PendingMessage? word, CancellationToken cancellation);

    /// <summary>Whether a stop of the trip was ever written.</summary>
    ValueTask<bool> IsKnownAsync(TripKey trip, CancellationToken cancellation);

    ValueTask<Stop?> FindAsync(string stopId, CancellationToken cancellation);

    /// <summary>
    /// Writes the next state of a stop, and the word of it if any, unless someone else wrote one since <paramref name="known"/> was read;
    /// then false.
    /// </summary>
    ValueTask<bool> TryAdvanceAsync(Stop known, Stop next, PendingMessage? word, CancellationToken cancellation);

    /// <summary>Stops that are neither over nor rejected.</summary>
    ValueTask<IReadOnlyList<Stop>> OpenAsync(CancellationToken cancellation);

    /// <summary>Keeps a word that belongs to nothing else that is written, or one that is written with whom it waits for.</summary>
    ValueTask KeepAsync(PendingMessage word, CancellationToken cancellation);

    /// <summary>Words that were not told yet to everyone, in no order.</summary>
    ValueTask<IReadOnlyList<PendingMessage>> PendingAsync(CancellationToken cancellation);

    /// <summary>The word was told, or needs no telling any more.</summary>
    ValueTask ToldAsync(PendingMessage word, CancellationToken cancellation);
}

/// <summary>The same without a word, for whoever tells nobody.</summary>
public static class StopStoreWithoutWords
{
    public static ValueTask<OpenResult> TryOpenAsync(
        this IStopStore stops, Stop stop, AutomaticBound? bound, CancellationToken cancellation) =>
        stops.TryOpenAsync(stop, bound, word: null, cancellation);

    public static ValueTask<bool> TryTellAsync(this IStopStore stops, NoticeKey notice, CancellationToken cancellation) =>
        stops.TryTellAsync(notice, word: null, cancellation);

    public static ValueTask<bool> TryAdvanceAsync(this IStopStore stops, Stop known, Stop next, CancellationToken cancellation) =>
        stops.TryAdvanceAsync(known, next, word: null, cancellation);
}
