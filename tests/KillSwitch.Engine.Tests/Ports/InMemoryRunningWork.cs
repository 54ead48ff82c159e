using KillSwitch.Core.Invocations;
using KillSwitch.Core.RunningWork;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.Ports;

/// <summary>A region's work in memory.</summary>
public sealed class InMemoryRunningWork(string region) : IRunningWork
{
    private readonly Dictionary<string, RunningJob> _jobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Caller> _creators = new(StringComparer.Ordinal);

    public string Region => region;

    public IList<ProvisionedCapacity> Capacity { get; } = [];

    public IList<string> Problems { get; } = [];

    /// <summary>ARNs of jobs that were stopped, as often as they were.</summary>
    public IList<string> Stopped { get; } = [];

    public int CreatorQuestions { get; private set; }

    /// <summary>Whether the question who created a job is never answered.</summary>
    public bool CreatorsHang { get; set; }

    /// <summary>Why stopping is refused; null where it is not.</summary>
    public string? Refusal { get; set; }

    /// <param name="job">It runs.</param>
    /// <param name="creator">The ARN of who created it; null where nobody knows.</param>
    public void Run(RunningJob job, string? creator = null)
    {
        _jobs[job.Arn] = job;
        if (creator is not null)
            _creators[job.Arn] = Caller.Parse(creator);
    }

    /// <summary>The job ends by itself.</summary>
    public void End(string arn) => _jobs.Remove(arn);

    public ValueTask<WorkFound> FindAsync(CancellationToken cancellation) =>
        ValueTask.FromResult(new WorkFound([.. _jobs.Values], [.. Capacity], [.. Problems]));

    public async ValueTask<CreatorsFound> CreatorsAsync(IReadOnlyList<RunningJob> jobs, CancellationToken cancellation)
    {
        CreatorQuestions++;
        if (CreatorsHang)
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
        return new CreatorsFound(_creators.Where(one => jobs.Any(job => job.Arn == one.Key)).ToDictionary(StringComparer.Ordinal))
        {
            Unknown = jobs.Select(job => job.Arn).Where(job => !_creators.ContainsKey(job)).ToHashSet(StringComparer.Ordinal),
        };
    }

    public ValueTask<JobEnd> StopAsync(RunningJob job, CancellationToken cancellation)
    {
        if (Refusal is { } reason)
            return ValueTask.FromResult<JobEnd>(new JobEnd.Failed(reason));
        if (!_jobs.Remove(job.Arn))
            return ValueTask.FromResult<JobEnd>(new JobEnd.Over());
        Stopped.Add(job.Arn);
        return ValueTask.FromResult<JobEnd>(new JobEnd.Stopped());
    }
}
