using Amazon;
using Amazon.Runtime;
using KillSwitch.Aws.Api.Raw;
using KillSwitch.Engine.Drills;

namespace KillSwitch.Aws.Drills;

/// <summary>Calls under one session of a role. Nothing is sent twice: what is tried again is paid again.</summary>
/// <param name="credentials">The session's.</param>
/// <param name="region">Where.</param>
/// <param name="clock">The time.</param>
internal sealed class DrillSession(AWSCredentials credentials, RegionEndpoint region, TimeProvider clock) : IDrillCaller
{
    private const string EventStream = "application/vnd.amazon.eventstream";

    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly PostClient _runtime = Client(credentials, region, new PostConfig(PostClient.Runtime));
    private readonly PostClient _mantle = Client(credentials, region, new PostConfig(PostClient.Mantle));

    public async ValueTask<DrillAnswer> CallAsync(DrillCall call, CancellationToken cancellation)
    {
        var began = clock.GetUtcNow();
        if (DrillForms.Of(call) is not { } body)
            return new DrillAnswer.Unable($"no form of request is known here for `{call.Model}`", began, began);
        try
        {
            var endpoint = call.Way == DrillWay.MantleChatCompletions ? _mantle : _runtime;
            var answer = await endpoint.PostAsync(Request(call, body), cancellation);
            var ended = clock.GetUtcNow();
            try
            {
                var counts = DrillCounts.Of(call.Way, answer);
                return answer.RequestId is { } id
                    ? new DrillAnswer.Served(id, counts, began, ended)
                    : new DrillAnswer.Failed("the answer has no request id", began, ended);
            }
            // Whatever a stream is damaged by.
            catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
            {
                return new DrillAnswer.Failed(error.Message.TrimEnd('.'), began, ended);
            }
        }
        catch (AmazonServiceException error) when (!cancellation.IsCancellationRequested)
        {
            return Refused(error, began, clock.GetUtcNow());
        }
        catch (Exception error) when (AwsFailure.Is(error) && !cancellation.IsCancellationRequested)
        {
            return new DrillAnswer.Failed(AwsProblem.ClauseOf(error), began, clock.GetUtcNow());
        }
    }

    public void Dispose()
    {
        _runtime.Dispose();
        _mantle.Dispose();
    }

    private static PostRequest Request(DrillCall call, byte[] body) => call.Way switch
    {
        DrillWay.Converse => OfModel(call, body, "converse"),
        DrillWay.ConverseStream => OfModel(call, body, "converse-stream", EventStream),
        DrillWay.InvokeModel => OfModel(call, body, "invoke"),
        DrillWay.InvokeModelWithResponseStream => OfModel(call, body, "invoke-with-response-stream", EventStream),
        DrillWay.RuntimeChatCompletions => new PostRequest { Path = "/openai/v1/chat/completions", Body = body },
        _ => new PostRequest { Path = "/v1/chat/completions", Body = body },
    };

    private static PostRequest OfModel(DrillCall call, byte[] body, string operation, string accept = "application/json") => new()
    {
        Path = "/model/{modelId}/" + operation,
        ModelId = call.Model,
        Body = body,
        Accept = accept,
    };

    // Of a model that the account has no access to Bedrock says the same code as IAM of a call that it denies.
    private static DrillAnswer Refused(AmazonServiceException error, DateTimeOffset began, DateTimeOffset ended)
    {
        var (id, why) = (error.RequestId is { Length: > 0 } named ? named : null, AwsProblem.ClauseOf(error));
        return error switch
        {
            { StatusCode: System.Net.HttpStatusCode.Forbidden }
                when error.Message.Contains("not authorized to perform", StringComparison.Ordinal)
                    || error.Message.Contains("explicit deny", StringComparison.Ordinal) =>
                new DrillAnswer.Denied(id, why, began, ended),
            // Keys that are new reach a service a moment later.
            { ErrorCode: "UnrecognizedClientException" or "InvalidClientTokenId" } => new DrillAnswer.Failed(why, began, ended),
            { StatusCode: System.Net.HttpStatusCode.TooManyRequests } => new DrillAnswer.Failed(why, began, ended),
            { StatusCode: >= System.Net.HttpStatusCode.BadRequest and < System.Net.HttpStatusCode.InternalServerError } =>
                new DrillAnswer.Unable(why, began, ended),
            _ => new DrillAnswer.Failed(why, began, ended),
        };
    }

    private static PostClient Client(AWSCredentials credentials, RegionEndpoint region, PostConfig config)
    {
        (config.RegionEndpoint, config.MaxErrorRetry, config.Timeout) = (region, 0, Longest);
        return new PostClient(credentials, config);
    }
}
