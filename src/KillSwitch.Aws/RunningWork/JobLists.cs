using Amazon.Bedrock;
using Amazon.Bedrock.Model;
using KillSwitch.Core.RunningWork;

namespace KillSwitch.Aws.RunningWork;

/// <summary>Jobs that run or wait, kind by kind.</summary>
internal sealed class JobLists(AmazonBedrockClient bedrock, string region)
{
    private const int MostRemembered = 4096;

    private static readonly ModelInvocationJobStatus[] Unfinished =
        [ModelInvocationJobStatus.Submitted, ModelInvocationJobStatus.Validating, ModelInvocationJobStatus.Scheduled,
            ModelInvocationJobStatus.InProgress];

    // A job keeps its role.
    private readonly Dictionary<string, string?> _roles = new(StringComparer.Ordinal);

    public async Task<List<RunningJob>> BatchAsync(CancellationToken cancellation)
    {
        var jobs = new List<RunningJob>();
        foreach (var status in Unfinished)
        {
            var listed = Pages.Each(
                token => bedrock.ListModelInvocationJobsAsync(new ListModelInvocationJobsRequest
                {
                    StatusEquals = status,
                    NextToken = token,
                }, cancellation),
                page => page.NextToken,
                page => page.InvocationJobSummaries);
            await foreach (var job in listed.Where(job => job.Status == status))
                jobs.Add(Of(job, region));
        }

        // It may have moved on between two of the requests.
        return [.. jobs.DistinctBy(job => job.Arn)];
    }

    public async Task<List<RunningJob>> EvaluationAsync(CancellationToken cancellation)
    {
        var jobs = new List<RunningJob>();
        var listed = Pages.Each(
            token => bedrock.ListEvaluationJobsAsync(new ListEvaluationJobsRequest
            {
                StatusEquals = EvaluationJobStatus.InProgress,
                NextToken = token,
            }, cancellation),
            page => page.NextToken,
            page => page.JobSummaries);
        await foreach (var job in listed.Where(job => job.Status == EvaluationJobStatus.InProgress))
        {
            var role = await RoleAsync(
                job.JobArn, async () => (await bedrock.GetEvaluationJobAsync(new() { JobIdentifier = job.JobArn }, cancellation)).RoleArn);
            jobs.Add(new RunningJob(JobKind.Evaluation, job.JobArn, job.JobName, region, Models(job), role, Time(job.CreationTime)));
        }

        return jobs;
    }

    public async Task<List<RunningJob>> CustomizationAsync(CancellationToken cancellation)
    {
        var jobs = new List<RunningJob>();
        var listed = Pages.Each(
            token => bedrock.ListModelCustomizationJobsAsync(
                new ListModelCustomizationJobsRequest
                {
                    StatusEquals = ModelCustomizationJobStatus.InProgress,
                    NextToken = token,
                }, cancellation),
            page => page.NextToken,
            page => page.ModelCustomizationJobSummaries);
        await foreach (var job in listed.Where(job => job.Status == ModelCustomizationJobStatus.InProgress))
        {
            var role = await RoleAsync(job.JobArn, async () =>
                (await bedrock.GetModelCustomizationJobAsync(new() { JobIdentifier = job.JobArn }, cancellation)).RoleArn);
            jobs.Add(new RunningJob(JobKind.Customization, job.JobArn, job.JobName, region, job.BaseModelArn is { } model
                ? [model]
                : [], role, Time(job.CreationTime)));
        }

        return jobs;
    }

    private async Task<string?> RoleAsync(string job, Func<Task<string?>> ask)
    {
        if (_roles.TryGetValue(job, out var known))
            return known;
        if (_roles.Count >= MostRemembered)
            _roles.Clear();
        try
        {
            return _roles[job] = await ask();
        }
        catch (AmazonBedrockException error) when (error.Is("ResourceNotFoundException"))
        {
            // It ended since it was listed.
            return null;
        }
    }

    private static List<string> Models(EvaluationSummary job) =>
    [
        .. (job.ModelIdentifiers ?? [])
            .Concat(job.InferenceConfigSummary?.ModelConfigSummary?.BedrockModelIdentifiers ?? [])
            .Concat(job.EvaluatorModelIdentifiers ?? [])
            .Concat(job.CustomMetricsEvaluatorModelIdentifiers ?? [])
            .Distinct(StringComparer.Ordinal),
    ];

    public static RunningJob Of(ModelInvocationJobSummary job, string region) =>
        new(JobKind.Batch, job.JobArn, job.JobName, region, [job.ModelId], job.RoleArn, Time(job.SubmitTime));

    public static DateTimeOffset? Time(DateTime? at) =>
        at is { } time ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : null;
}
