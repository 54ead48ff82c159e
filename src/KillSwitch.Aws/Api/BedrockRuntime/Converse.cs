using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.BedrockRuntime.Model;

public class ConverseRequest : AmazonBedrockRuntimeRequest
{
    /// <summary>Id or ARN.</summary>
    public string? ModelId { get; set; }

    public List<SystemContentBlock>? System { get; set; }

    public List<Message>? Messages { get; set; }

    public InferenceConfiguration? InferenceConfig { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockRuntimeService.Protocol.Operation<ConverseRequest>(
        "POST /model/{modelId}/converse",
        (to, request) => to.Path("modelId", request.ModelId).Body(body => body
            .AddObjects("system", request.System, SystemContentBlock.Write)
            .AddObjects("messages", request.Messages, Message.Write)
            .Add("inferenceConfig", request.InferenceConfig, InferenceConfiguration.Write)),
        from => new ConverseResponse
        {
            StopReason = from.OptionalText("stopReason"),
            Usage = from.Optional("usage", TokenUsage.Read),
        });
}

/// <summary>What the model said is not read.</summary>
public class ConverseResponse : AmazonWebServiceResponse
{
    public string? StopReason { get; set; }

    public TokenUsage? Usage { get; set; }
}
