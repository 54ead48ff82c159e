using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Ports;

/// <summary>Denies and allows. Both are idempotent, and neither says done before it has read the result back.</summary>
public interface IEnforcer
{
    ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation);

    ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation);

    /// <summary>Whether the deny is in place now; null where that cannot be said.</summary>
    ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation);

    /// <summary>
    /// Whether one principal is denied what the target says, where that is denied to many; null where that cannot be said, or nobody can
    /// change it.
    /// </summary>
    ValueTask<bool?> IsDeniedToAsync(StopTarget target, string principal, CancellationToken cancellation) =>
        IsDeniedAsync(target, cancellation);

    /// <summary>
    /// Whether a stop of the whole account would hold a target that no deny of its own can hold. Where that cannot be said, it would not.
    /// </summary>
    ValueTask<bool> WouldAccountHoldAsync(StopTarget target, CancellationToken cancellation) => ValueTask.FromResult(false);

    /// <summary>Why no deny of the guard's can reach a target, as one clause; null where nothing is known against it.</summary>
    string? Obstacle(StopTarget target) => null;
}

public abstract record EnforcementResult
{
    private EnforcementResult()
    {
    }

    /// <summary>It is so, read back.</summary>
    /// <param name="EffectiveAt">When it is known to work.</param>
    /// <param name="WasSo">It was so before.</param>
    /// <param name="Note">What it leaves out, as one sentence; null when nothing.</param>
    public sealed record Done(DateTimeOffset EffectiveAt, bool WasSo = false, string? Note = null) : EnforcementResult
    {
        /// <summary>Of a deny on many: those that had held it before and had lost it.</summary>
        public IReadOnlyList<string> Again { get; init; } = [];
    }

    /// <summary>It cannot be cut alone, and nothing was done: what would be cut in its place, and why.</summary>
    public sealed record Wider(Widening Widening) : EnforcementResult;

    /// <summary>It is not so; one sentence says why. Tried again later.</summary>
    public sealed record Failed(StopFailure Failure, string Reason) : EnforcementResult;
}
