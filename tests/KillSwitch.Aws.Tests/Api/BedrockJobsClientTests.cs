using Amazon.Bedrock;
using Amazon.Runtime;
using KillSwitch.EmulatedAccount;
using Answer = KillSwitch.Aws.Tests.Api.ScriptedEndpoint.Answer;

namespace KillSwitch.Aws.Tests.Api;

public class BedrockJobsClientTests(MotoServer moto)
{
    private const string Home = "arn:aws:bedrock:eu-west-1:1:";

    [Fact]
    public async Task A_customization_job_is_listed_read_and_stopped()
    {
        var account = await moto.NewAccountAsync();
        using var bedrock = new AmazonBedrockClient(account.Credentials, account.Settings<AmazonBedrockConfig>());
        await account.RestAsync("bedrock", HttpMethod.Post, "/model-customization-jobs", $$"""
            {"jobName":"tune","customModelName":"ours","roleArn":"arn:aws:iam::{{account.Id}}:role/runner","baseModelIdentifier":"amazon.nova-lite-v1:0",
            "trainingDataConfig":{"s3Uri":"s3://in"},"outputDataConfig":{"s3Uri":"s3://out"},"hyperParameters":{"epochCount":"1"} }
            """);

        var listed = (await bedrock.ListModelCustomizationJobsAsync(new()
        {
            StatusEquals = ModelCustomizationJobStatus.InProgress,
        })).ModelCustomizationJobSummaries.ShouldNotBeNull().ShouldHaveSingleItem();
        var read = await bedrock.GetModelCustomizationJobAsync(new() { JobIdentifier = "tune" });
        await bedrock.StopModelCustomizationJobAsync(new() { JobIdentifier = "tune" });

        (listed.JobName, listed.Status, listed.BaseModelArn)
            .ShouldBe(
            ("tune", ModelCustomizationJobStatus.InProgress, "arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-lite-v1:0"));
        listed.CreationTime.ShouldNotBeNull();
        read.RoleArn.ShouldBe($"arn:aws:iam::{account.Id}:role/runner");
        (await bedrock.GetModelCustomizationJobAsync(new()
        {
            JobIdentifier = "tune",
        })).Status.ShouldBe(ModelCustomizationJobStatus.Stopped);
        (await Should.ThrowAsync<AmazonBedrockException>(() =>
            bedrock.StopModelCustomizationJobAsync(new() { JobIdentifier = "nowhere" }))).ErrorCode.ShouldBe("ResourceNotFoundException");
    }

    [Fact]
    public async Task An_evaluation_job_is_listed_with_every_model_that_it_uses_read_and_stopped()
    {
        const string arn = Home + "evaluation-job/abc";
        using var endpoint = new ScriptedEndpoint(
            Json("""
                {"jobSummaries":[{"jobArn":"arn","jobName":"judge","status":"InProgress","creationTime":"2026-01-02T03:04:05Z","modelIdentifiers":["a"],"evaluatorModelIdentifiers":["b"],
                "customMetricsEvaluatorModelIdentifiers":["c"],"inferenceConfigSummary":{"modelConfigSummary":{"bedrockModelIdentifiers":["d"]}}}],"nextToken":"n"}
                """),
            Json("""{"jobArn":"arn","jobName":"judge","roleArn":"role","status":"InProgress"}"""),
            Json("{}"));
        using var bedrock = Client(endpoint);

        var listed = await bedrock.ListEvaluationJobsAsync(new()
        {
            StatusEquals = EvaluationJobStatus.InProgress,
            MaxResults = 10,
            NextToken = "m",
        });
        var read = await bedrock.GetEvaluationJobAsync(new() { JobIdentifier = arn });
        await bedrock.StopEvaluationJobAsync(new() { JobIdentifier = arn });

        var job = listed.JobSummaries.ShouldNotBeNull().ShouldHaveSingleItem();
        (job.ModelIdentifiers?[0], job.EvaluatorModelIdentifiers?[0], job.CustomMetricsEvaluatorModelIdentifiers?[0],
            job.InferenceConfigSummary?.ModelConfigSummary?.BedrockModelIdentifiers?[0]).ShouldBe(("a", "b", "c", "d"));
        (listed.NextToken, read.RoleArn, read.Status).ShouldBe(("n", "role", EvaluationJobStatus.InProgress));
        endpoint.Requests.Select(request => $"{request.Method} {request.Path}").ShouldBe(
        [
            "GET /evaluation-jobs?maxResults=10&nextToken=m&statusEquals=InProgress",
            "GET /evaluation-jobs/" + Uri.EscapeDataString(arn),
            $"POST /evaluation-job/{Uri.EscapeDataString(arn)}/stop",
        ]);
    }

    [Fact]
    public async Task Provisioned_throughput_is_listed_and_read()
    {
        const string capacity = """
            {"provisionedModelName":"p","provisionedModelArn":"arn","modelArn":"m","foundationModelArn":"f","modelUnits":2,"status":"InService","commitmentDuration":"SixMonths","commitmentExpirationTime":"2026-01-02T03:04:05Z"}
            """;
        using var endpoint =
            new ScriptedEndpoint(Json($$"""{"provisionedModelSummaries":[{{capacity}}],"nextToken":"n"}"""), Json(capacity));
        using var bedrock = Client(endpoint);

        var listed = (await bedrock.ListProvisionedModelThroughputsAsync(new()
        {
            MaxResults = 5,
        })).ProvisionedModelSummaries.ShouldNotBeNull().ShouldHaveSingleItem();
        var read = await bedrock.GetProvisionedModelThroughputAsync(new() { ProvisionedModelId = Home + "provisioned-model/p" });

        (listed.FoundationModelArn, listed.ModelUnits, listed.Status, listed.CommitmentDuration)
            .ShouldBe(("f", 2, ProvisionedModelStatus.InService, CommitmentDuration.SixMonths));
        (read.FoundationModelArn, read.ModelUnits, read.Status, read.CommitmentDuration)
            .ShouldBe(("f", 2, ProvisionedModelStatus.InService, CommitmentDuration.SixMonths));
        endpoint.Requests[0].Path.ShouldBe("/provisioned-model-throughputs?maxResults=5");
        endpoint.Requests[1].Path.ShouldBe("/provisioned-model-throughput/" + Uri.EscapeDataString(Home + "provisioned-model/p"));
    }

    [Fact]
    public async Task Custom_models_their_deployments_and_endpoints_of_the_marketplace_are_read()
    {
        using var endpoint = new ScriptedEndpoint(
            Json("""{"modelArn":"m","modelName":"ours","baseModelArn":"f"}"""),
            Json("""{"customModelDeploymentArn":"d","modelDeploymentName":"live","modelArn":"m","status":"Active"}"""),
            Json("""{"modelDeploymentSummaries":[{"customModelDeploymentArn":"d","customModelDeploymentName":"live","modelArn":"m","status":"Active"}]}"""),
            Json("""{"marketplaceModelEndpoint":{"endpointArn":"e","modelSourceIdentifier":"hub"}}"""));
        using var bedrock = Client(endpoint);

        var model = await bedrock.GetCustomModelAsync(new() { ModelIdentifier = "ours" });
        var deployment = await bedrock.GetCustomModelDeploymentAsync(new() { CustomModelDeploymentIdentifier = "live" });
        var deployments = await bedrock.ListCustomModelDeploymentsAsync(new());
        var hub = await bedrock.GetMarketplaceModelEndpointAsync(new() { EndpointArn = "arn:aws:sagemaker:eu-west-1:1:endpoint/e" });

        (model.BaseModelArn, deployment.ModelArn, deployment.Status, hub.MarketplaceModelEndpoint?.ModelSourceIdentifier)
            .ShouldBe(("f", "m", CustomModelDeploymentStatus.Active, "hub"));
        deployments.ModelDeploymentSummaries.ShouldNotBeNull().ShouldHaveSingleItem().ModelArn.ShouldBe("m");
        endpoint.Requests.Select(request => request.Path).ShouldBe(
        [
            "/custom-models/ours", "/model-customization/custom-model-deployments/live", "/model-customization/custom-model-deployments",
            "/marketplace-model/endpoints/" + Uri.EscapeDataString("arn:aws:sagemaker:eu-west-1:1:endpoint/e"),
        ]);
    }

    private static Answer Json(string body) => new(200, body, "application/json");

    private static AmazonBedrockClient Client(ScriptedEndpoint endpoint) => new(
        new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
        new AmazonBedrockConfig { ServiceURL = endpoint.Url, AuthenticationRegion = "eu-west-1" });
}
