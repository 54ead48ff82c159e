using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class GetCustomModelDeploymentRequest : AmazonBedrockRequest
{
    /// <summary>Name or ARN.</summary>
    public string? CustomModelDeploymentIdentifier { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<GetCustomModelDeploymentRequest>(
        "GET /model-customization/custom-model-deployments/{customModelDeploymentIdentifier}",
        (to, request) => to.Path("customModelDeploymentIdentifier", request.CustomModelDeploymentIdentifier),
        from => new GetCustomModelDeploymentResponse
        {
            CustomModelDeploymentArn = from.Text("customModelDeploymentArn"),
            ModelDeploymentName = from.Text("modelDeploymentName"),
            ModelArn = from.Text("modelArn"),
            Status = from.OptionalText("status") is { } status ? new CustomModelDeploymentStatus(status) : null,
        });
}

public class GetCustomModelDeploymentResponse : AmazonWebServiceResponse
{
    public string CustomModelDeploymentArn { get; set; } = "";

    public string ModelDeploymentName { get; set; } = "";

    /// <summary>The custom model.</summary>
    public string ModelArn { get; set; } = "";

    public CustomModelDeploymentStatus? Status { get; set; }
}
