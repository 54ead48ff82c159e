using Amazon.Bedrock;
using Amazon.Bedrock.Model;
using KillSwitch.Core.RunningWork;

namespace KillSwitch.Aws.RunningWork;

/// <summary>Jobs that run or wait, kind by kind.</summary>
internal sealed class JobLists(AmazonBedrockClient bedrock, string region)
{
    private const int MostRemembered = 4096;

    private static readonly ModelInvocationJobStatus[] Unfinished =
        [ModelInvocationJobStatus.Submitted, ModelInvocationJobStatus.Validating, ModelInvocationJobStatus.Scheduled, ModelInvocationJobStatus.InProgress];

    // A job keeps its role.
    private readonly Dictionary<string, string?> _roles = new(StringComparer.Ordinal);

    public async Task<List<RunningJob>> BatchAsync(CancellationToken cancellation)
    {
        var jobs = new List<RunningJob>();
        foreach (var status in Unfinished)
        {
            var request = new ListModelInvocationJobsRequest { StatusEquals = status };
            do
            {
                var page = await bedrock.ListModelInvocationJobsAsync(request, cancellation);
                jobs.AddRange((page.InvocationJobSummaries ?? []).Where(job => job.Status == status)
                    .Select(job => new RunningJob(JobKind.Batch, job.JobArn, job.JobName, region, [job.ModelId], job.RoleArn, Time(job.SubmitTime))));
                request.NextToken = page.NextToken;
            }
            while (request.NextToken is { Length: > 0 });
        }

        // It may have moved on between two of the requests.
        return [.. jobs.DistinctBy(job => job.Arn)];
    }

    public async Task<List<RunningJob>> EvaluationAsync(CancellationToken cancellation)
    {
        var jobs = new List<RunningJob>();
        var request = new ListEvaluationJobsRequest { StatusEquals = EvaluationJobStatus.InProgress };
        do
        {
            var page = await bedrock.ListEvaluationJobsAsync(request, cancellation);
            foreach (var job in (page.JobSummaries ?? []).Where(job => job.Status == EvaluationJobStatus.InProgress))
            {
                var role = await RoleAsync(job.JobArn, async () => (await bedrock.GetEvaluationJobAsync(new() { JobIdentifier = job.JobArn }, cancellation)).RoleArn);
                jobs.Add(new RunningJob(JobKind.Evaluation, job.JobArn, job.JobName, region, Models(job), role, Time(job.CreationTime)));
            }

            request.NextToken = page.NextToken;
        }
        while (request.NextToken is { Length: > 0 });

        return jobs;
    }

    public async Task<List<RunningJob>> CustomizationAsync(CancellationToken cancellation)
    {
        var jobs = new List<RunningJob>();
        var request = new ListModelCustomizationJobsRequest { StatusEquals = ModelCustomizationJobStatus.InProgress };
        do
        {
            var page = await bedrock.ListModelCustomizationJobsAsync(request, cancellation);
            foreach (var job in (page.ModelCustomizationJobSummaries ?? []).Where(job => job.Status == ModelCustomizationJobStatus.InProgress))
            {
                var role = await RoleAsync(job.JobArn, async () => (await bedrock.GetModelCustomizationJobAsync(new() { JobIdentifier = job.JobArn }, cancellation)).RoleArn);
                jobs.Add(new RunningJob(JobKind.Customization, job.JobArn, job.JobName, region, job.BaseModelArn is { } model ? [model] : [], role, Time(job.CreationTime)));
            }

            request.NextToken = page.NextToken;
        }
        while (request.NextToken is { Length: > 0 });

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
        catch (ResourceNotFoundException)
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

    private static DateTimeOffset? Time(DateTime? at) => at is { } time ? new DateTimeOffset(DateTime.SpecifyKind(time, DateTimeKind.Utc)) : null;
}
