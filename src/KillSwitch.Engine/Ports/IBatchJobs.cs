using KillSwitch.Core.RunningWork;

namespace KillSwitch.Engine.Ports;

/// <summary>Batch inference jobs of one region that are over, and what each says that it processed.</summary>
public interface IBatchJobs
{
    string Region { get; }

    /// <summary>Those that ended since then, the oldest end first. Whatever keeps them from being listed is an error.</summary>
    ValueTask<IReadOnlyList<EndedBatchJob>> EndedAsync(DateTimeOffset since, CancellationToken cancellation);

    /// <summary>Who created each of them, as far as it can be told within a short time.</summary>
    ValueTask<CreatorsFound> CreatorsAsync(IReadOnlyList<RunningJob> jobs, CancellationToken cancellation);

    /// <summary>What a job wrote down when it ended.</summary>
    /// <param name="output">Where it wrote to.</param>
    ValueTask<ManifestAnswer> ManifestAsync(EndedBatchJob job, BatchOutput output, CancellationToken cancellation);
}

public abstract record ManifestAnswer
{
    private ManifestAnswer()
    {
    }

    public sealed record Found(BatchManifest Manifest) : ManifestAnswer;

    /// <summary>It is not there, or may not be read: S3 tells the two apart only for whoever may list the bucket.</summary>
    /// <param name="Reason">A clause without a full stop.</param>
    public sealed record Unread(string Reason) : ManifestAnswer;

    /// <summary>It was read, and is no manifest.</summary>
    /// <param name="Reason">A clause without a full stop.</param>
    public sealed record Damaged(string Reason) : ManifestAnswer;
}
