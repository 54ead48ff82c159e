using KillSwitch.Core.RunningWork;

namespace KillSwitch.Engine.RunningWork;

public enum JobState
{
    /// <summary>Written down, and not known to be carried out.</summary>
    Stopping,

    Stopped,

    /// <summary>Left alone, or only reported.</summary>
    StillRuns,

    /// <summary>It could not be stopped; tried again.</summary>
    Failed,
}

/// <summary>A job that a stop has met.</summary>
/// <param name="Arn">Which.</param>
/// <param name="Name">As its creator called it.</param>
/// <param name="State">What became of it.</param>
/// <param name="Reason">Why, without a full stop.</param>
/// <param name="IsTold">Whether people know.</param>
public sealed record JobNote(string Arn, JobKind Kind, string Name, JobState State, string Reason, bool IsTold);

/// <summary>What a stop has met that goes on by itself.</summary>
/// <param name="Jobs">Those that were stopped, and those that still run.</param>
/// <param name="Capacity">Provisioned throughput of what is stopped.</param>
public sealed record StopWork(IReadOnlyList<JobNote> Jobs, IReadOnlyList<ProvisionedCapacity> Capacity)
{
    public static StopWork None { get; } = new([], []);

    public bool IsSame(StopWork other) => Jobs.SequenceEqual(other.Jobs) && Capacity.SequenceEqual(other.Capacity);
}
