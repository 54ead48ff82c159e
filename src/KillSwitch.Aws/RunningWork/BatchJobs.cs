using System.Net;
using Amazon.Bedrock;
using Amazon.Bedrock.Model;
using Amazon.S3;
using Amazon.S3.Model;
using KillSwitch.Core.RunningWork;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.RunningWork;

/// <summary>Batch jobs of a region that are over, and what each wrote into S3 about itself.</summary>
/// <param name="bedrock">Of the region.</param>
/// <param name="work">Knows who created jobs there.</param>
/// <param name="s3">Made when the first file is read.</param>
public sealed class BatchJobs(AmazonBedrockClient bedrock, IRunningWork work, Lazy<IAmazonS3> s3) : IBatchJobs
{
    // A manifest has some hundred characters.
    private const int Longest = 65_536;

    // A job that waits, and its time-out.
    private static readonly TimeSpan LongestJob = TimeSpan.FromDays(14);

    private static readonly ModelInvocationJobStatus[] Over =
        [ModelInvocationJobStatus.Completed, ModelInvocationJobStatus.PartiallyCompleted, ModelInvocationJobStatus.Stopped,
            ModelInvocationJobStatus.Expired, ModelInvocationJobStatus.Failed];

    public string Region => work.Region;

    public async ValueTask<IReadOnlyList<EndedBatchJob>> EndedAsync(DateTimeOffset since, CancellationToken cancellation)
    {
        var jobs = new List<EndedBatchJob>();
        var listed = Pages.Each(
            token => bedrock.ListModelInvocationJobsAsync(new ListModelInvocationJobsRequest
            {
                SubmitTimeAfter = (since - LongestJob).UtcDateTime,
                NextToken = token,
            }, cancellation),
            page => page.NextToken,
            page => page.InvocationJobSummaries);
        await foreach (var job in listed.Where(job => Over.Contains(job.Status)))
        {
            if (JobLists.Time(job.EndTime ?? job.LastModifiedTime) is not { } end || end < since)
                continue;
            var output = job.OutputDataConfig?.S3OutputDataConfig;
            jobs.Add(new EndedBatchJob(JobLists.Of(job, Region), end, output?.S3Uri ?? "")
            {
                OutputOwner = output?.S3BucketOwner,
                HasFailed = job.Status == ModelInvocationJobStatus.Failed,
                Processed = job.ProcessedRecordCount,
                Succeeded = job.SuccessRecordCount,
            });
        }

        return [.. jobs.DistinctBy(job => job.Job.Arn).OrderBy(job => job.EndedAt)];
    }

    public ValueTask<CreatorsFound> CreatorsAsync(IReadOnlyList<RunningJob> jobs, CancellationToken cancellation) =>
        work.CreatorsAsync(jobs, cancellation);

    public async ValueTask<ManifestAnswer> ManifestAsync(EndedBatchJob job, BatchOutput output, CancellationToken cancellation)
    {
        try
        {
            using var answer = await s3.Value.GetObjectAsync(new GetObjectRequest
            {
                BucketName = output.Bucket,
                Key = output.ManifestOf(job.Id),
                ExpectedBucketOwner = job.OutputOwner,
            }, cancellation);
            var bytes = new byte[Longest + 1];
            var length = await answer.ResponseStream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
            return length > Longest
                ? new ManifestAnswer.Damaged("it is longer than any manifest")
                : new ManifestAnswer.Found(BatchManifest.Parse(bytes.AsSpan(0, length)));
        }
        catch (FormatException error)
        {
            return new ManifestAnswer.Damaged(error.Message);
        }
        catch (AmazonS3Exception error) when (error.StatusCode == HttpStatusCode.NotFound)
        {
            return new ManifestAnswer.Unread($"there is no s3://{output.Bucket}/{output.ManifestOf(job.Id)}");
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            return new ManifestAnswer.Unread(AwsProblem.ClauseOf(error));
        }
    }
}
