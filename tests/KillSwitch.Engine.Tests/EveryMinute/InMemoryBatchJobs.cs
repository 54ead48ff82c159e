using KillSwitch.Core.Invocations;
using KillSwitch.Core.RunningWork;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Tests.EveryMinute;

/// <summary>A region's batch jobs in memory.</summary>
internal sealed class InMemoryBatchJobs(string region) : IBatchJobs
{
    private readonly HashSet<string> _answered = [];

    public string Region => region;

    public List<EndedBatchJob> Jobs { get; } = [];

    /// <summary>By the job's ARN; one that is missing is not there.</summary>
    public Dictionary<string, ManifestAnswer> Manifests { get; } = [];

    public Dictionary<string, Caller> Creators { get; } = [];

    /// <summary>Why jobs cannot be listed; null where they can.</summary>
    public string? Refusal { get; set; }

    public bool Hangs { get; set; }

    public List<string> Read { get; } = [];

    public async ValueTask<IReadOnlyList<EndedBatchJob>> EndedAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        if (Hangs)
            await new TaskCompletionSource().Task.WaitAsync(cancellation);
        return Refusal is { } reason
            ? throw new InvalidOperationException(reason)
            : [.. Jobs.Where(job => job.EndedAt >= since).OrderBy(job => job.EndedAt)];
    }

    /// <summary>How many jobs it is asked for at once.</summary>
    public int MostQuestions { get; set; } = 8;

    public ValueTask<CreatorsFound> CreatorsAsync(IReadOnlyList<RunningJob> jobs, CancellationToken cancellation)
    {
        _answered.UnionWith(jobs.Select(job => job.Arn).Except(_answered).Take(MostQuestions));
        return ValueTask.FromResult(new CreatorsFound(
            Creators.Where(one => _answered.Contains(one.Key) && jobs.Any(job => job.Arn == one.Key)).ToDictionary(StringComparer.Ordinal))
        {
            Unknown = jobs.Select(job => job.Arn).Where(job => _answered.Contains(job) && !Creators.ContainsKey(job)).ToHashSet(),
        });
    }

    public ValueTask<ManifestAnswer> ManifestAsync(EndedBatchJob job, BatchOutput output, CancellationToken cancellation)
    {
        Read.Add($"{output.Bucket}/{output.ManifestOf(job.Id)}");
        return ValueTask.FromResult(Manifests.GetValueOrDefault(job.Job.Arn) ?? new ManifestAnswer.Unread("there is none"));
    }
}
