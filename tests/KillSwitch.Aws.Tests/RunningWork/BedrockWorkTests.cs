using System.Text.Json;
using Amazon.CloudTrail;
using Amazon.Runtime;
using KillSwitch.Aws.Routes;
using KillSwitch.Aws.RunningWork;
using KillSwitch.Core.RunningWork;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Aws.Tests.RunningWork;

public sealed class BedrockWorkTests : RunningWorkContract, IDisposable
{
    private const string Lookup = "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents";
    private const string Lite = "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0";
    private const string Express = "arn:aws:bedrock:us-east-1::foundation-model/amazon.titan-text-express-v1";

    private readonly RoutedService _service = new();
    private readonly BedrockByRegion _bedrock;
    private readonly AmazonCloudTrailClient _trail;

    public BedrockWorkTests()
    {
        var credentials = new BasicAWSCredentials("AKIDEXAMPLE", "secret");
        _bedrock = new BedrockByRegion(credentials, _service.Url);
        _trail = new AmazonCloudTrailClient(credentials, new AmazonCloudTrailConfig
        {
            ServiceURL = _service.Url,
            AuthenticationRegion = "us-east-1",
            MaxErrorRetry = 0,
        });
    }

    public void Dispose()
    {
        _trail.Dispose();
        _bedrock.Dispose();
        _service.Dispose();
    }

    protected override IRunningWork Create()
    {
        foreach (var status in (string[])["Submitted", "Validating", "Scheduled", "InProgress"])
            _service.Put("GET /model-invocation-jobs?statusEquals=" + status, """{"invocationJobSummaries":[]}""");
        _service.Put("GET /model-invocation-jobs?statusEquals=Submitted",
            $$"""{"invocationJobSummaries":[{{BatchOf(Orphan, "nobody's", "amazon.nova-pro-v1:0", "Submitted")}}]}""");
        _service.Put("GET /model-invocation-jobs?statusEquals=InProgress", """{"invocationJobSummaries":[],"nextToken":"n"}""");
        _service.Put("GET /model-invocation-jobs?nextToken=n&statusEquals=InProgress",
            $$"""{"invocationJobSummaries":[{{BatchOf(Batch, "night", "anthropic.claude-opus-4-6-v1", "InProgress")}}]}""");
        _service.Put("GET /evaluation-jobs?statusEquals=InProgress", """{"jobSummaries":[],"nextToken":"n"}""");
        _service.Put("GET /evaluation-jobs?nextToken=n&statusEquals=InProgress", $$"""
            {"jobSummaries":[{"jobArn":"{{Evaluation}}","jobName":"judge","status":"InProgress","creationTime":"2026-10-10T03:04:05Z","jobType":"Automated","evaluationTaskTypes":["Summarization"],
            "inferenceConfigSummary":{"modelConfigSummary":{"bedrockModelIdentifiers":["anthropic.claude-opus-4-6-v1"]} },"evaluatorModelIdentifiers":["amazon.nova-pro-v1:0"]}]}
            """);
        _service.Put("GET /evaluation-jobs/"
            + Evaluation, $$"""{"jobArn":"{{Evaluation}}","jobName":"judge","roleArn":"{{Role}}","status":"InProgress"}""");
        _service.Put("GET /model-customization-jobs?statusEquals=InProgress", """{"modelCustomizationJobSummaries":[],"nextToken":"n"}""");
        _service.Put("GET /model-customization-jobs?nextToken=n&statusEquals=InProgress", $$"""
            {"modelCustomizationJobSummaries":[{"jobArn":"{{Customization}}","baseModelArn":"{{Lite}}","jobName":"tune","status":"InProgress","creationTime":"2026-10-10T03:04:05Z"},
            {"jobArn":"{{Home}}model-customization-job/over","baseModelArn":"{{Lite}}","jobName":"over","status":"Completed","creationTime":"2026-10-10T03:04:05Z"}]}
            """);
        _service.Put("GET /model-customization-jobs/" + Customization,
            $$"""{"jobArn":"{{Customization}}","jobName":"tune","roleArn":"{{Role}}","status":"InProgress","baseModelArn":"{{Lite}}"}""");
        _service.Put("GET /provisioned-model-throughputs", $$"""
            {"provisionedModelSummaries":[{"provisionedModelName":"p","provisionedModelArn":"{{Provisioned}}","modelArn":"{{Express}}","desiredModelArn":"{{Express}}","foundationModelArn":"{{Express}}",
            "modelUnits":2,"desiredModelUnits":2,"status":"InService","commitmentDuration":"OneMonth","creationTime":"2026-10-10T03:04:05Z"},
            {"provisionedModelName":"q","provisionedModelArn":"{{Home}}provisioned-model/q","modelArn":"{{Express}}","desiredModelArn":"{{Express}}","foundationModelArn":"{{Express}}","modelUnits":0,"desiredModelUnits":1,"status":"Failed"}]}
            """);
        foreach (var (route, listing, empty) in (Span<(string, string, string)>)
            [
                ("POST /model-invocation-job/" + Batch, "GET /model-invocation-jobs?nextToken=n&statusEquals=InProgress",
                    "invocationJobSummaries"),
                ("POST /evaluation-job/" + Evaluation, "GET /evaluation-jobs?nextToken=n&statusEquals=InProgress", "jobSummaries"),
                ("POST /model-customization-jobs/" + Customization, "GET /model-customization-jobs?nextToken=n&statusEquals=InProgress",
                    "modelCustomizationJobSummaries"),
            ])
        {
            _service.Put(route + "/stop", "{}");
            var (stop, list, name) = (route + "/stop", listing, empty);
            var isStopped = false;
            _service.Answering += asked =>
            {
                if (asked != stop)
                    return;
                if (isStopped)
                    _service.Put(stop, """{"message":"it has ended"}""", 409, "ConflictException");
                isStopped = true;
                _service.Put(list, $$"""{"{{name}}":[]}""");
            };
        }

        _service.Put(Lookup, JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["Events"] = ((string[])[Batch, Evaluation, Customization]).Select(job => new Dictionary<string, object>
            {
                ["EventId"] = job,
                ["EventTime"] = 1791601445,
                ["CloudTrailEvent"] =
                    $$"""{"userIdentity":{"type":"AssumedRole","arn":"{{Creator}}"},"responseElements":{"jobArn":"{{job}}"} }""",
            }),
        }));
        return new BedrockWork(_bedrock.In("us-east-1"), _trail, "us-east-1", TimeProvider.System);
    }

    [Fact]
    public async Task A_job_is_looked_for_in_the_trail_around_its_own_creation_and_never_again_once_it_is_known()
    {
        var work = Create();
        var jobs = (await work.FindAsync(default)).Jobs.Where(job => job.Arn == Batch).ToList();

        await work.CreatorsAsync(jobs, default);
        await work.CreatorsAsync(jobs, default);

        var created = Created.ToUnixTimeSeconds();
        _service.Asked.Where(asked => asked.StartsWith(Lookup, StringComparison.Ordinal)).ShouldBe(
            [$$"""{{Lookup}} {"LookupAttributes":[{"AttributeKey":"EventName","AttributeValue":"CreateModelInvocationJob"}],"StartTime":{{created - 300}},"EndTime":{{created + 300}}}"""]);
    }

    [Fact]
    public async Task Roles_are_asked_for_once()
    {
        var work = Create();
        await work.FindAsync(default);
        await work.FindAsync(default);

        _service.Asked.Count(asked => asked.StartsWith("GET /evaluation-jobs/", StringComparison.Ordinal)
            || asked.StartsWith("GET /model-customization-jobs/", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task A_kind_that_may_not_be_listed_is_a_problem_and_the_others_are_found()
    {
        var work = Create();
        _service.Put("GET /evaluation-jobs?statusEquals=InProgress", """{"message":"no"}""", 403, "AccessDeniedException");

        var found = await work.FindAsync(default);

        found.Problems.ShouldBe([
            "evaluation jobs in us-east-1 cannot be listed: no (`AccessDeniedException`): whoever manages IAM in the account gives the permission"]);
        found.Jobs.Select(job => job.Arn).ShouldBe([Orphan, Batch, Customization]);
    }

    [Fact]
    public async Task A_trail_that_may_not_be_read_is_a_problem_and_nobody_is_known()
    {
        var work = Create();
        _service.Put(Lookup, """{"message":"no"}""", 400, "AccessDeniedException");

        var creators = await work.CreatorsAsync((await work.FindAsync(default)).Jobs, default);

        creators.ByJob.ShouldBeEmpty();
        creators.Problem.ShouldBe(
            "CloudTrail in us-east-1 does not tell who created jobs: no (`AccessDeniedException`): whoever manages IAM in the account gives the permission");
    }

    [Theory]
    [InlineData(403, "AccessDeniedException", "the guard may not stop it")]
    [InlineData(500, "InternalServerException",
        "AWS failed by itself (`InternalServerException`): run it again in a minute; health.aws.amazon.com says whether it lasts")]
    public async Task A_job_that_cannot_be_stopped_is_a_value_with_a_sentence(int status, string error, string sentence)
    {
        var work = Create();
        var job = new RunningJob(JobKind.Batch, Home + "model-invocation-job/theirs", "theirs", "us-east-1", [], null, null);
        _service.Put($"POST /model-invocation-job/{job.Arn}/stop", $$"""{"message":"{{sentence}}"}""", status, error);

        (await work.StopAsync(job, default)).ShouldBe(new JobEnd.Failed(sentence));
    }

    private static string BatchOf(string arn, string name, string model, string status) => $$"""
        {"jobArn":"{{arn}}","jobName":"{{name}}","modelId":"{{model}}","roleArn":"{{Role}}","status":"{{status}}","submitTime":"2026-10-10T03:04:05Z"}
        """;
}
