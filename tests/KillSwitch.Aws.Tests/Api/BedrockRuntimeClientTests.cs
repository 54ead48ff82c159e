using Amazon.BedrockRuntime;
using Amazon.BedrockRuntime.Model;
using Amazon.Runtime;
using Answer = KillSwitch.Aws.Tests.Api.ScriptedEndpoint.Answer;

namespace KillSwitch.Aws.Tests.Api;

public class BedrockRuntimeClientTests
{
    private const string Profile = "arn:aws:bedrock:eu-west-1:1:application-inference-profile/abc";

    private static readonly ConverseRequest Request = new()
    {
        ModelId = Profile,
        System = [new() { Text = "a long prompt" }, new() { CachePoint = new() { Type = CachePointType.Default } }],
        Messages = [new() { Role = ConversationRole.User, Content = [new() { Text = "hello" }] }],
        InferenceConfig = new() { MaxTokens = 16 },
    };

    [Fact]
    public async Task A_conversation_with_a_cache_point_is_sent_as_the_service_takes_it()
    {
        using var endpoint = new ScriptedEndpoint(Json(200, """
            {"output":{"message":{"role":"assistant","content":[{"text":"yes"}]}},"stopReason":"end_turn","usage":{"inputTokens":9,"outputTokens":1,"totalTokens":5141,"cacheReadInputTokens":0,"cacheWriteInputTokens":5131},"metrics":{"latencyMs":1}}
            """));
        using var bedrock = Client(endpoint);

        var answer = await bedrock.ConverseAsync(Request);

        var asked = endpoint.Requests.ShouldHaveSingleItem();
        (asked.Method, Uri.UnescapeDataString(asked.Path)).ShouldBe(("POST", $"/model/{Profile}/converse"));
        asked.Path.ShouldNotContain("profile/abc");
        asked.Authorization.ShouldContain("/eu-west-1/bedrock/aws4_request");
        asked.Body.ShouldBe("""
            {"system":[{"text":"a long prompt"},{"cachePoint":{"type":"default"}}],"messages":[{"role":"user","content":[{"text":"hello"}]}],"inferenceConfig":{"maxTokens":16}}
            """.Trim());
        var usage = answer.Usage.ShouldNotBeNull();
        (usage.InputTokens, usage.CacheReadInputTokens, usage.CacheWriteInputTokens, answer.StopReason).ShouldBe((9, 0, 5131, "end_turn"));
    }

    [Fact]
    public async Task A_model_that_does_not_cache_names_no_cache_figures()
    {
        using var endpoint = new ScriptedEndpoint(Json(200, """{"usage":{"inputTokens":9,"outputTokens":1,"totalTokens":10}}"""));
        using var bedrock = Client(endpoint);

        var usage = (await bedrock.ConverseAsync(Request)).Usage.ShouldNotBeNull();

        (usage.CacheReadInputTokens, usage.CacheWriteInputTokens).ShouldBe((null, null));
    }

    [Fact]
    public async Task What_the_service_refuses_has_its_own_exception()
    {
        using var endpoint = new ScriptedEndpoint(
            Json(403, """{"message":"no"}""") with { ErrorType = "AccessDeniedException" },
            Json(400, """{"message":"The provided model identifier is invalid."}""") with { ErrorType = "ValidationException" });
        using var bedrock = Client(endpoint);

        var denied = await Should.ThrowAsync<AmazonBedrockRuntimeException>(() => bedrock.ConverseAsync(Request));
        (denied.ErrorCode, denied.Message).ShouldBe(("AccessDeniedException", "no"));
        (await Should.ThrowAsync<AmazonBedrockRuntimeException>(() => bedrock.ConverseAsync(Request))).ErrorCode.ShouldBe(
            "ValidationException");
    }

    private static Answer Json(int status, string body) => new(status, body, "application/json");

    private static AmazonBedrockRuntimeClient Client(ScriptedEndpoint endpoint) => new(
        new BasicAWSCredentials("key", "secret"),
        new AmazonBedrockRuntimeConfig { ServiceURL = endpoint.Url, AuthenticationRegion = "eu-west-1" });
}
