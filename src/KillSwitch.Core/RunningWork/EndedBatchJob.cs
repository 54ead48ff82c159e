using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.RunningWork;

/// <summary>A batch inference job that is over, however it ended.</summary>
/// <param name="Job">As it was while it ran.</param>
/// <param name="EndedAt">When.</param>
/// <param name="Output">Where it wrote to, such as <c>s3://BUCKET/PREFIX/</c>; empty where Bedrock does not say.</param>
public sealed record EndedBatchJob(RunningJob Job, DateTimeOffset EndedAt, string Output)
{
    /// <summary>Whose bucket that is; null for the account's own.</summary>
    public string? OutputOwner { get; init; }

    /// <summary>Bedrock ended it as failed: it may never have begun.</summary>
    public bool HasFailed { get; init; }

    /// <summary>How many records Bedrock says that it processed; null where it does not say.</summary>
    public long? Processed { get; init; }

    /// <summary>How many of them it answered; null where it does not say.</summary>
    public long? Succeeded { get; init; }

    /// <summary>The job's own id, the end of its ARN.</summary>
    public string Id => Job.Arn[(Job.Arn.LastIndexOf('/') + 1)..];

    /// <summary>What was counted of it, as one record, which counts once however often it is read.</summary>
    /// <param name="account">Whose job it is.</param>
    /// <param name="caller">Whose spending it is.</param>
    public BatchInvocation Record(string account, Caller caller, BatchManifest manifest) => new()
    {
        Id = new RecordId(account, Job.Region, "model-invocation-job/" + Id),
        Timestamp = DateTimeOffset.FromUnixTimeSeconds(EndedAt.ToUnixTimeSeconds()),
        Caller = caller,
        Model = ModelId.Parse(Job.Models[0]),
        Operation = JobCreation.CallOf(JobKind.Batch),
        Records = manifest.Records,
        Tokens = manifest.Tokens,
        HasTokenCounts = true,
        Tier = ServiceTier.Batch,
    };
}
