using Amazon.Bedrock;
using Amazon.Bedrock.Model;
using Amazon.Runtime;
using KillSwitch.EmulatedAccount;
using Answer = KillSwitch.Aws.Tests.Api.ScriptedEndpoint.Answer;

namespace KillSwitch.Aws.Tests.Api;

public class BedrockClientTests(MotoServer moto)
{
    [Fact]
    public async Task The_logging_configuration_is_put_read_and_deleted()
    {
        var account = await moto.NewAccountAsync();
        using var bedrock = new AmazonBedrockClient(account.Credentials, account.Settings<AmazonBedrockConfig>());
        await account.JsonAsync("logs", "Logs_20140328.CreateLogGroup", """{"logGroupName":"/bedrock"}""");
        (await bedrock.GetModelInvocationLoggingConfigurationAsync(new())).LoggingConfig?.CloudWatchConfig.ShouldBeNull();

        await bedrock.PutModelInvocationLoggingConfigurationAsync(new() { LoggingConfig = Everything(account.Id) });
        var read = (await bedrock.GetModelInvocationLoggingConfigurationAsync(new())).LoggingConfig.ShouldNotBeNull();
        read.CloudWatchConfig.ShouldNotBeNull().LogGroupName.ShouldBe("/bedrock");
        read.TextDataDeliveryEnabled.ShouldBe(false);

        await bedrock.DeleteModelInvocationLoggingConfigurationAsync(new());
        (await bedrock.GetModelInvocationLoggingConfigurationAsync(new())).LoggingConfig?.CloudWatchConfig.ShouldBeNull();
    }

    [Fact]
    public async Task A_logging_configuration_is_put_back_as_it_was_read()
    {
        const string config = """
            {"cloudWatchConfig":{"logGroupName":"/bedrock","roleArn":"arn:aws:iam::1:role/logs","largeDataDeliveryS3Config":{"bucketName":"large","keyPrefix":"l/"}},"s3Config":{"bucketName":"all","keyPrefix":"a/"},"textDataDeliveryEnabled":true,"imageDataDeliveryEnabled":false,"embeddingDataDeliveryEnabled":true,"videoDataDeliveryEnabled":false,"audioDataDeliveryEnabled":true}
            """;
        using var endpoint = new ScriptedEndpoint(Json(200, $$"""{"loggingConfig":{{config}}}"""), Json(200, "{}"));
        using var bedrock = Client(endpoint);

        var read = await bedrock.GetModelInvocationLoggingConfigurationAsync(new());
        await bedrock.PutModelInvocationLoggingConfigurationAsync(new() { LoggingConfig = read.LoggingConfig });

        var (get, put) = (endpoint.Requests[0], endpoint.Requests[1]);
        (get.Method, get.Path).ShouldBe(("GET", "/logging/modelinvocations"));
        (put.Method, put.Path).ShouldBe(("PUT", "/logging/modelinvocations"));
        put.Body.ShouldBe($$"""{"loggingConfig":{{config}}}""");
        put.Authorization.ShouldContain("/eu-west-1/bedrock/aws4_request");
    }

    [Fact]
    public async Task A_switch_that_was_not_set_stays_so()
    {
        using var endpoint = new ScriptedEndpoint(
            Json(200, """{"loggingConfig":{"s3Config":{"bucketName":"all"},"textDataDeliveryEnabled":true}}"""), Json(200, ""));
        using var bedrock = Client(endpoint);

        var read = await bedrock.GetModelInvocationLoggingConfigurationAsync(new());
        await bedrock.PutModelInvocationLoggingConfigurationAsync(new() { LoggingConfig = read.LoggingConfig });

        endpoint.Requests[1].Body.ShouldBe(
            """{"loggingConfig":{"s3Config":{"bucketName":"all"},"textDataDeliveryEnabled":true}}""");
    }

    [Fact]
    public async Task No_answer_at_all_does_not_mean_that_logging_is_off()
    {
        using var endpoint = new ScriptedEndpoint(Enumerable.Repeat(Json(200, ""), 5).ToArray());
        using var bedrock = Client(endpoint);

        await Should.ThrowAsync<AmazonUnmarshallingException>(() => bedrock.GetModelInvocationLoggingConfigurationAsync(new()));
    }

    [Fact]
    public async Task Profiles_are_listed_and_read_by_ARN()
    {
        const string arn = "arn:aws:bedrock:eu-west-1:1:application-inference-profile/abc";
        const string profile = $$"""
            {"inferenceProfileName":"shop","inferenceProfileArn":"{{arn}}","inferenceProfileId":"abc","models":[{"modelArn":"m"}],"status":"ACTIVE","type":"APPLICATION","createdAt":"2026-01-02T03:04:05.5Z"}
            """;
        using var endpoint = new ScriptedEndpoint(
            Json(200, $$"""{"inferenceProfileSummaries":[{{profile}}],"nextToken":"n"}"""), Json(200, profile));
        using var bedrock = Client(endpoint);

        var listed = await bedrock.ListInferenceProfilesAsync(new() { TypeEquals = InferenceProfileType.APPLICATION, MaxResults = 10 });
        var read = await bedrock.GetInferenceProfileAsync(new() { InferenceProfileIdentifier = arn });

        listed.NextToken.ShouldBe("n");
        listed.InferenceProfileSummaries.ShouldNotBeNull().ShouldHaveSingleItem().InferenceProfileArn.ShouldBe(arn);
        read.Models.ShouldNotBeNull().ShouldHaveSingleItem().ModelArn.ShouldBe("m");
        read.Status.ShouldBe(InferenceProfileStatus.ACTIVE);
        read.CreatedAt.ShouldBe(new DateTime(2026, 1, 2, 3, 4, 5, 500, DateTimeKind.Utc));
        endpoint.Requests[0].Path.ShouldBe("/inference-profiles?maxResults=10&type=APPLICATION");
        endpoint.Requests[1].Path.ShouldBe($"/inference-profiles/{Uri.EscapeDataString(arn)}");
    }

    [Fact]
    public async Task Batch_jobs_are_listed_and_stopped()
    {
        const string arn = "arn:aws:bedrock:eu-west-1:1:model-invocation-job/abc";
        using var endpoint = new ScriptedEndpoint(
            Json(200, $$"""{"invocationJobSummaries":[{"jobArn":"{{arn}}","jobName":"night","modelId":"m","status":"InProgress"}]}"""),
            Json(200, "{}"),
            Json(409, """{"message":"it has ended"}""", "ConflictException:http://internal.amazon.com/"));
        using var bedrock = Client(endpoint);

        var jobs = await bedrock.ListModelInvocationJobsAsync(new() { StatusEquals = ModelInvocationJobStatus.InProgress });
        await bedrock.StopModelInvocationJobAsync(new() { JobIdentifier = arn });
        var late = await Should.ThrowAsync<AmazonBedrockException>(() => bedrock.StopModelInvocationJobAsync(new()
        {
            JobIdentifier = arn,
        }));

        jobs.InvocationJobSummaries.ShouldNotBeNull().ShouldHaveSingleItem().JobArn.ShouldBe(arn);
        endpoint.Requests[1].Method.ShouldBe("POST");
        endpoint.Requests[1].Path.ShouldBe($"/model-invocation-job/{Uri.EscapeDataString(arn)}/stop");
        late.Message.ShouldBe("it has ended");
    }

    [Fact]
    public async Task A_path_without_its_value_is_not_sent()
    {
        using var endpoint = new ScriptedEndpoint();
        using var bedrock = Client(endpoint);

        await Should.ThrowAsync<ArgumentException>(() => bedrock.StopModelInvocationJobAsync(new()));
    }

    private static LoggingConfig Everything(string account) => new()
    {
        CloudWatchConfig = new() { LogGroupName = "/bedrock", RoleArn = $"arn:aws:iam::{account}:role/logs" },
        TextDataDeliveryEnabled = false,
        ImageDataDeliveryEnabled = false,
        EmbeddingDataDeliveryEnabled = false,
    };

    private static Answer Json(int status, string body, string? error = null) => new(status, body, "application/json", error);

    private static AmazonBedrockClient Client(ScriptedEndpoint endpoint) => new(
        new BasicAWSCredentials("AKIDEXAMPLE", "secret"),
        new AmazonBedrockConfig { ServiceURL = endpoint.Url, AuthenticationRegion = "eu-west-1" });
}
