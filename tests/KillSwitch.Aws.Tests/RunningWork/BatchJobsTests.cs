using Amazon.CloudTrail;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using KillSwitch.Aws.Routes;
using KillSwitch.Aws.RunningWork;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.RunningWork;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Tests.RunningWork;

/// <summary>Batch jobs that have ended, over Bedrock's list and an emulated S3.</summary>
public sealed class BatchJobsTests(MotoServer moto) : IAsyncLifetime
{
    private const string Home = "arn:aws:bedrock:us-east-1:111122223333:model-invocation-job/";
    private const string Whole =
        """{"totalRecordCount":3,"processedRecordCount":3,"successRecordCount":2,"errorRecordCount":1,"inputTokenCount":4000,"outputTokenCount":500}""";

    private static readonly DateTimeOffset Since = new(2026, 11, 17, 0, 0, 0, TimeSpan.Zero);

    // The emulator's accounts share the names of buckets.
    private readonly BatchOutput _output = new($"acme.{Guid.NewGuid():N}", "night");
    private readonly RoutedService _service = new();
    private BedrockByRegion _bedrock = null!;
    private AmazonCloudTrailClient _trail = null!;
    private AmazonS3Client _s3 = null!;

    public async ValueTask InitializeAsync()
    {
        var account = await moto.NewAccountAsync();
        var credentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret");
        _bedrock = new BedrockByRegion(credentials, _service.Url);
        _trail = new AmazonCloudTrailClient(
            credentials, new AmazonCloudTrailConfig { ServiceURL = _service.Url, AuthenticationRegion = "us-east-1" });
        var config = account.Settings<AmazonS3Config>();
        config.ForcePathStyle = true;
        config.MaxErrorRetry = 0;
        _s3 = new AmazonS3Client(account.Credentials, config);
        await _s3.PutBucketAsync(new PutBucketRequest { BucketName = _output.Bucket });
    }

    public ValueTask DisposeAsync()
    {
        _s3.Dispose();
        _trail.Dispose();
        _bedrock.Dispose();
        _service.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Those_that_are_over_are_listed_page_by_page_with_what_Bedrock_says_of_them()
    {
        Put("", $$"""
            {"invocationJobSummaries":[
            {{Job("runs", "InProgress", null)}},{{Job("early", "Completed", "2026-11-16T23:59:59Z")}},
            {{Job("done", "Completed", "2026-11-18T04:05:06Z", ",\"processedRecordCount\":3,\"successRecordCount\":2,\"errorRecordCount\":1")}}],"nextToken":"n"}
            """);
        Put("nextToken=n&", $$"""
            {"invocationJobSummaries":[{{Job("half", "PartiallyCompleted", "2026-11-17T00:00:00Z")}},
            {{Job("cut", "Stopped", "2026-11-19T00:00:00Z")}},{{Job("late", "Expired", "2026-11-19T00:00:01Z")}},{{Job("bad", "Failed", null)}}]}
            """);

        var jobs = await Jobs().EndedAsync(Since, default);

        jobs.Select(job => (job.Id, job.HasFailed)).ShouldBe(
            [("half", false), ("done", false), ("cut", false), ("late", false), ("bad", true)]);
        var done = jobs[1];
        done.ShouldBe(new EndedBatchJob(done.Job, new DateTimeOffset(2026, 11, 18, 4, 5, 6, TimeSpan.Zero), "s3://acme.batch/night/")
        {
            OutputOwner = "111122223333",
            Processed = 3,
            Succeeded = 2,
        });
        (done.Job.Arn, done.Job.Region, done.Job.RoleArn, done.Job.CreatedAt, done.Job.Models.ShouldHaveSingleItem()).ShouldBe(
            (Home + "done", "us-east-1", "arn:aws:iam::111122223333:role/runner", new DateTimeOffset(2026, 11, 15, 3, 4, 5, TimeSpan.Zero),
                "anthropic.claude-opus-4-6-v1"));
    }

    [Fact]
    public async Task A_manifest_is_read_from_the_jobs_folder()
    {
        await WriteAsync("night/done/manifest.json.out", Whole);

        (await Jobs().ManifestAsync(Done, _output, default))
            .ShouldBe(new ManifestAnswer.Found(new BatchManifest(2, new TokenUsage(4000, 500))));
    }

    [Fact]
    public async Task One_that_breaks_off_or_is_far_too_long_is_damaged()
    {
        await WriteAsync("night/done/manifest.json.out", Whole[..40]);
        (await Jobs().ManifestAsync(Done, _output, default)).ShouldBe(new ManifestAnswer.Damaged("it is no JSON, or breaks off"));

        await WriteAsync("night/done/manifest.json.out", Whole + new string(' ', 70_000));
        (await Jobs().ManifestAsync(Done, _output, default)).ShouldBe(new ManifestAnswer.Damaged("it is longer than any manifest"));
    }

    [Fact]
    public async Task One_that_is_not_there_and_a_bucket_that_is_gone_are_said()
    {
        (await Jobs().ManifestAsync(Done, _output, default))
            .ShouldBe(new ManifestAnswer.Unread($"there is no s3://{_output.Bucket}/night/done/manifest.json.out"));
        (await Jobs().ManifestAsync(Done, _output with { Bucket = "gone" }, default)).ShouldBeOfType<ManifestAnswer.Unread>();
    }

    private static EndedBatchJob Done => new(
        new RunningJob(JobKind.Batch, Home + "done", "night", "us-east-1", ["amazon.nova-pro-v1:0"], null, null), Since,
        "s3://acme.batch/night/");

    private BatchJobs Jobs() => new(
        _bedrock.In("us-east-1"),
        new BedrockWork(_bedrock.In("us-east-1"), _trail, "us-east-1", TimeProvider.System),
        new Lazy<IAmazonS3>(_s3));

    private void Put(string query, string answer) =>
        _service.Put($"GET /model-invocation-jobs?{query}submitTimeAfter=2026-11-03T00:00:00.000Z", answer);

    private static string Job(string id, string status, string? end, string more = "") => $$"""
        {"jobArn":"{{Home}}{{id}}","jobName":"{{id}}","modelId":"anthropic.claude-opus-4-6-v1","roleArn":"arn:aws:iam::111122223333:role/runner","status":"{{status}}",
        "submitTime":"2026-11-15T03:04:05Z","lastModifiedTime":"2026-11-19T01:00:00Z"{{(end is null ? "" : $",\"endTime\":\"{end}\"")}},
        "inputDataConfig":{"s3InputDataConfig":{"s3Uri":"s3://acme.batch/in.jsonl"} },
        "outputDataConfig":{"s3OutputDataConfig":{"s3Uri":"s3://acme.batch/night/","s3BucketOwner":"111122223333"} }{{more}}}
        """;

    private async Task WriteAsync(string key, string text) => await _s3.PutObjectAsync(new PutObjectRequest
    {
        BucketName = _output.Bucket,
        Key = key,
        ContentBody = text,
    });
}
