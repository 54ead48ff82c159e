using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class GetCustomModelRequest : AmazonBedrockRequest
{
    /// <summary>Name or ARN.</summary>
    public string? ModelIdentifier { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<GetCustomModelRequest>(
        "GET /custom-models/{modelIdentifier}",
        (to, request) => to.Path("modelIdentifier", request.ModelIdentifier),
        from => new GetCustomModelResponse
        {
            ModelArn = from.Text("modelArn"),
            ModelName = from.Text("modelName"),
            BaseModelArn = from.OptionalText("baseModelArn"),
        });
}

public class GetCustomModelResponse : AmazonWebServiceResponse
{
    public string ModelArn { get; set; } = "";

    public string ModelName { get; set; } = "";

    /// <summary>A foundation model, or another custom one.</summary>
    public string? BaseModelArn { get; set; }
}
