using Amazon.Runtime;
using KillSwitch.Aws.Health;
using KillSwitch.Aws.Routes;
using KillSwitch.Core.Invocations;
using KillSwitch.EmulatedAccount;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Routes;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Aws.Tests.Routes;

public sealed class BedrockRoutesTests(MotoServer server) : ModelRoutesContract, IDisposable
{
    private const string Foundation = "arn:aws:bedrock:us-east-1::foundation-model/";
    private const string Second = Home + "custom-model/amazon.nova-lite-v1:0/c2";

    private readonly RoutedService _service = new();
    private BedrockByRegion? _bedrock;

    public void Dispose()
    {
        _bedrock?.Dispose();
        _service.Dispose();
    }

    protected override IModelRoutes Create()
    {
        foreach (var id in (string[])[Profile, "a1b2c3d4e5f6"])
        {
            _service.Put(
                "GET /inference-profiles/" + id, ProfileOf(Foundation + Opus, "arn:aws:bedrock:us-west-2::foundation-model/" + Opus));
        }

        _service.Put(
            "GET /inference-profiles/" + GlobalProfile, ProfileOf(Foundation + Opus, "arn:aws:bedrock:::foundation-model/" + Opus));
        _service.Put("POST /listTagsForResource", """{"tags":[{"key":"centre","value":"4711"}]}""");
        _service.Put("GET /provisioned-model-throughput/" + Provisioned, Capacity(Provisioned, Lite));
        _service.Put("GET /model-customization/custom-model-deployments/" + Deployment, DeploymentOf(Deployment, CustomModel));
        _service.Put("GET /custom-models/" + CustomModel, Custom(CustomModel, Second));
        _service.Put("GET /custom-models/" + Second, Custom(Second, Foundation + Lite));
        _service.Put("GET /custom-models/" + Home + "custom-model/m", Custom(Home + "custom-model/m", Foundation + Micro));
        _service.Put("GET /marketplace-model/endpoints/" + Endpoint, $$"""
            {"marketplaceModelEndpoint":{"endpointArn":"{{Endpoint}}","modelSourceIdentifier":"arn:aws:sagemaker:us-east-1:aws:hub-content/SageMakerPublicHub/Model/{{Theirs}}/1.2.0","endpointStatus":"InService"} }
            """);
        // In two pages each.
        _service.Put("GET /provisioned-model-throughputs",
            $$"""{"provisionedModelSummaries":[{{Capacity(Home + "provisioned-model/other", "amazon.titan-text-express-v1")}}],"nextToken":"n"}""");
        _service.Put(
            "GET /provisioned-model-throughputs?nextToken=n", $$"""{"provisionedModelSummaries":[{{Capacity(Provisioned, Lite)}}]}""");
        _service.Put("GET /model-customization/custom-model-deployments",
            $$"""{"modelDeploymentSummaries":[{{Summary(OtherDeployment, Home + "custom-model/m")}}],"nextToken":"n"}""");
        _service.Put("GET /model-customization/custom-model-deployments?nextToken=n",
            $$"""{"modelDeploymentSummaries":[{{Summary(Deployment, CustomModel)}}]}""");
        _bedrock ??= new BedrockByRegion(new BasicAWSCredentials("AKIDEXAMPLE", "secret"), _service.Url);
        return new BedrockRoutes(_bedrock);
    }

    [Theory]
    [InlineData(403, "AccessDeniedException", "the guard may not see it")]
    [InlineData(400, "ValidationException", "Bedrock knows no such name")]
    public async Task A_refusal_is_a_value_with_a_sentence(int status, string error, string sentence)
    {
        var routes = Create();
        _service.Put("GET /inference-profiles/" + Profile, """{"message":"no"}""", status, error);

        (await routes.FindAsync(ModelRoute.Of(ModelId.Parse(Profile), Region)!, default)).ShouldBe(new RouteAnswer.Hidden(sentence));
    }

    [Theory]
    [InlineData(500, "InternalServerException", "{}")]
    [InlineData(429, "ThrottlingException", "{}")]
    [InlineData(200, null, "no JSON")]
    public async Task What_may_pass_is_no_answer_for_now(int status, string? error, string body)
    {
        var routes = Create();
        _service.Put("GET /inference-profiles/" + Profile, body, status, error);

        (await routes.FindAsync(ModelRoute.Of(ModelId.Parse(Profile), Region)!, default)).ShouldBeOfType<RouteAnswer.Unavailable>();
    }

    [Fact]
    public async Task A_profile_is_asked_for_once_by_all_processes_together()
    {
        var memory = new GuardMemory(await Tables.CreateAsync(server));
        var routes = Create();

        foreach (var process in (RouteBook[])[new(routes, memory, TimeProvider.System), new(routes, memory, TimeProvider.System)])
            (await process.ResolveAsync([Call(1, Profile), Call(2, "a1b2c3d4e5f6")], default)).ShouldAllBe(call => call.Model.Id == Opus);

        _service.Asked.Count.ShouldBe(1);
    }

    private static Invocation Call(int number, string model) => new()
    {
        Id = new RecordId("111122223333", Region, new Guid(number, 0, 0, new byte[8])),
        Timestamp = DateTimeOffset.UnixEpoch,
        Caller = Caller.None,
        Model = ModelId.Parse(model),
    };

    private static string ProfileOf(params string[] models) => $$"""
        {"inferenceProfileName":"shop","inferenceProfileArn":"{{Profile}}","inferenceProfileId":"a1b2c3d4e5f6","models":[{{string.Join(',', models.Select(model => $"{{\"modelArn\":\"{model}\"}}"))}}],"status":"ACTIVE","type":"APPLICATION"}
        """;

    private static string Capacity(string arn, string model) => $$"""
        {"provisionedModelName":"p","provisionedModelArn":"{{arn}}","modelArn":"{{Foundation}}{{model}}","desiredModelArn":"{{Foundation}}{{model}}","foundationModelArn":"{{Foundation}}{{model}}","modelUnits":1,"desiredModelUnits":1,"status":"InService"}
        """;

    private static string DeploymentOf(string arn, string model) =>
        $$"""{"customModelDeploymentArn":"{{arn}}","modelDeploymentName":"d","modelArn":"{{model}}","status":"Active"}""";

    private static string Summary(string arn, string model) =>
        $$"""{"customModelDeploymentArn":"{{arn}}","customModelDeploymentName":"d","modelArn":"{{model}}","status":"Active"}""";

    private static string Custom(string arn, string from) =>
        $$"""{"modelArn":"{{arn}}","modelName":"c","baseModelArn":"{{from}}","creationTime":"2026-01-02T03:04:05Z"}""";
}
