using KillSwitch.Core.Invocations;
using KillSwitch.Core.RunningWork;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.RunningWork;

/// <summary>A job on its way through a sweep: what is learnt of it, for every stop at once.</summary>
internal sealed class SweptJob(IRunningWork region, RunningJob job)
{
    public IRunningWork Region => region;

    public RunningJob Job => job;

    /// <summary>Null in place of one that could not be told.</summary>
    public IReadOnlyList<string?> Models { get; set; } = [];

    /// <summary>Null while nobody is known.</summary>
    public Caller? Creator { get; set; }

    /// <summary>It was stopped in this sweep, or was over.</summary>
    public bool IsStopped { get; set; }
}
