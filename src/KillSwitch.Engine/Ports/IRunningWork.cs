using KillSwitch.Core.Invocations;
using KillSwitch.Core.RunningWork;

namespace KillSwitch.Engine.Ports;

/// <summary>What goes on in one region by itself, whoever is denied.</summary>
public interface IRunningWork
{
    string Region { get; }

    /// <summary>
    /// Jobs that could be stopped now, and capacity that is paid for. What cannot be listed is a problem, and the rest is told all the
    /// same.
    /// </summary>
    ValueTask<WorkFound> FindAsync(CancellationToken cancellation);

    /// <summary>
    /// Who created each of these jobs, as far as it can be told within a short time; those that are asked for again go on.
    /// </summary>
    ValueTask<CreatorsFound> CreatorsAsync(IReadOnlyList<RunningJob> jobs, CancellationToken cancellation);

    /// <summary>Idempotent; nothing starts a job again.</summary>
    ValueTask<JobEnd> StopAsync(RunningJob job, CancellationToken cancellation);
}

/// <param name="Jobs">Those that run or wait.</param>
/// <param name="Capacity">Provisioned throughput.</param>
/// <param name="Problems">What could not be listed, a sentence each without a full stop.</param>
public sealed record WorkFound(IReadOnlyList<RunningJob> Jobs, IReadOnlyList<ProvisionedCapacity> Capacity, IReadOnlyList<string> Problems);

/// <param name="ByJob">By the job's ARN; who is missing is not known, or not yet.</param>
/// <param name="Problem">What kept it from being told; null for nothing.</param>
public sealed record CreatorsFound(IReadOnlyDictionary<string, Caller> ByJob, string? Problem = null)
{
    /// <summary>Jobs of which it was asked to the end, or was refused, and which are still not known.</summary>
    public IReadOnlySet<string> Unknown { get; init; } = new HashSet<string>();
}

public abstract record JobEnd
{
    private JobEnd()
    {
    }

    /// <summary>Bedrock stops it.</summary>
    public sealed record Stopped : JobEnd;

    /// <summary>It was over by itself.</summary>
    public sealed record Over : JobEnd;

    /// <summary>It goes on; one sentence without a full stop says why.</summary>
    public sealed record Failed(string Reason) : JobEnd;
}
