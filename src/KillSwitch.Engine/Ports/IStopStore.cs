using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Ports;

/// <summary>Remembers stops and what was told.</summary>
public interface IStopStore
{
    /// <summary>
    /// Writes a new stop unless the same trip was written before. INVARIANT (one trip per window): whoever comes second gets
    /// <see cref="OpenResult.Known"/>. With a bound, it is counted against it, however many begin at once.
    /// </summary>
    ValueTask<OpenResult> TryOpenAsync(Stop stop, AutomaticBound? bound, CancellationToken cancellation);

    /// <summary>Remembers that a notice is being told; false when it was told before.</summary>
    ValueTask<bool> TryTellAsync(NoticeKey notice, CancellationToken cancellation);

    ValueTask<Stop?> FindAsync(string stopId, CancellationToken cancellation);

    /// <summary>Writes the next state of a stop, unless someone else wrote one since <paramref name="known"/> was read; then false.</summary>
    ValueTask<bool> TryAdvanceAsync(Stop known, Stop next, CancellationToken cancellation);

    /// <summary>Stops that are neither over nor rejected.</summary>
    ValueTask<IReadOnlyList<Stop>> OpenAsync(CancellationToken cancellation);
}
