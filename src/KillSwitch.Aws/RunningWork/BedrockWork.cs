using Amazon.Bedrock;
using Amazon.CloudTrail;
using KillSwitch.Aws.Routes;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;
using KillSwitch.Core.RunningWork;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.RunningWork;

/// <summary>Bedrock's jobs and provisioned throughput in one region.</summary>
public sealed class BedrockWork(AmazonBedrockClient bedrock, AmazonCloudTrailClient trail, string region, TimeProvider clock) : IRunningWork
{
    private readonly JobLists _lists = new(bedrock, region);
    private readonly JobCreators _creators = new(trail, region, clock);

    public string Region => region;

    public async ValueTask<WorkFound> FindAsync(CancellationToken cancellation)
    {
        var problems = new List<string>();
        var jobs = new List<RunningJob>();
        jobs.AddRange(await TryAsync("batch jobs", () => _lists.BatchAsync(cancellation), problems));
        jobs.AddRange(await TryAsync("evaluation jobs", () => _lists.EvaluationAsync(cancellation), problems));
        jobs.AddRange(await TryAsync("customization jobs", () => _lists.CustomizationAsync(cancellation), problems));
        return new WorkFound(jobs, await TryAsync("provisioned throughput", () => CapacityAsync(cancellation), problems), problems);
    }

    public async ValueTask<CreatorsFound> CreatorsAsync(IReadOnlyList<RunningJob> jobs, CancellationToken cancellation) =>
        await _creators.FindAsync(jobs, cancellation);

    public async ValueTask<JobEnd> StopAsync(RunningJob job, CancellationToken cancellation)
    {
        try
        {
            switch (job.Kind)
            {
                case JobKind.Batch:
                    await bedrock.StopModelInvocationJobAsync(new() { JobIdentifier = job.Arn }, cancellation);
                    break;
                case JobKind.Evaluation:
                    await bedrock.StopEvaluationJobAsync(new() { JobIdentifier = job.Arn }, cancellation);
                    break;
                case JobKind.Customization:
                    await bedrock.StopModelCustomizationJobAsync(new() { JobIdentifier = job.Arn }, cancellation);
                    break;
            }

            return new JobEnd.Stopped();
        }
        catch (AmazonBedrockException over) when (over.Is("ConflictException") || over.Is("ResourceNotFoundException"))
        {
            return new JobEnd.Over();
        }
        catch (AmazonBedrockException error) when (error.Is("AccessDeniedException"))
        {
            return new JobEnd.Failed("the guard may not stop it");
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            return new JobEnd.Failed(AwsProblem.ClauseOf(error));
        }
    }

    private async Task<List<ProvisionedCapacity>> CapacityAsync(CancellationToken cancellation)
    {
        var found = new List<ProvisionedCapacity>();
        await foreach (var summary in ProvisionedThroughput.ListAsync(bedrock, cancellation))
        {
            if (summary.Status == ProvisionedModelStatus.Failed)
                continue;
            var commitment = summary.CommitmentDuration == CommitmentDuration.OneMonth ? CapacityCommitment.OneMonth
                : summary.CommitmentDuration == CommitmentDuration.SixMonths ? CapacityCommitment.SixMonths
                : CapacityCommitment.None;
            found.Add(new ProvisionedCapacity(
                summary.ProvisionedModelArn, region, ModelId.Parse(summary.FoundationModelArn).Id, summary.ModelUnits ?? 0, commitment));
        }

        return found;
    }

    private async Task<IReadOnlyList<T>> TryAsync<T>(string what, Func<Task<List<T>>> list, List<string> problems)
    {
        try
        {
            return await list();
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            problems.Add($"{what} in {region} cannot be listed: {AwsProblem.ClauseOf(error)}");
            return [];
        }
    }
}
