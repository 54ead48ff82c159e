using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>What a step came to, as whoever did it saw it.</summary>
internal abstract record Happening
{
    /// <summary>Batches that meters took up, each with the policy that its meter went by, and whether it came to its end.</summary>
    public sealed record Metered(IReadOnlyList<(IReadOnlyList<Call> Batch, int Policy, bool IsDone)> Batches) : Happening;

    /// <summary>The watch's minute, with what was delivered again before.</summary>
    public sealed record Watched(Metered Before, bool IsDone) : Happening;

    public sealed record Applied(PolicySpec Policy) : Happening;

    /// <summary>Each open stop of the target as it was, and what its restore came to.</summary>
    public sealed record Restored(string Target, decimal Raise, IReadOnlyList<(Stop Stop, RestoreResult Result)> Stops) : Happening;

    /// <summary>Each stop that waited, as it was, and what was answered.</summary>
    public sealed record Approved(string Target, IReadOnlyList<(Stop Stop, StopTransition Result)> Stops) : Happening;

    public sealed record Rejected(string Target, IReadOnlyList<(Stop Stop, StopTransition Result)> Stops) : Happening;

    public sealed record StoppedByHand(string Target, bool IsTaken) : Happening;

    public sealed record Detached(string Target) : Happening;

    public sealed record Hindered(string Target, bool IsOver) : Happening;

    public sealed record Nothing : Happening;
}
