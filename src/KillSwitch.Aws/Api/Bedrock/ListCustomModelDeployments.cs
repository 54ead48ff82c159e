using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class ListCustomModelDeploymentsRequest : AmazonBedrockRequest
{
    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<ListCustomModelDeploymentsRequest>(
        "GET /model-customization/custom-model-deployments",
        (to, request) => to.Query("nextToken", request.NextToken),
        from => new ListCustomModelDeploymentsResponse
        {
            ModelDeploymentSummaries = from.Members("modelDeploymentSummaries", CustomModelDeploymentSummary.Read),
            NextToken = from.OptionalText("nextToken"),
        });
}

public class ListCustomModelDeploymentsResponse : AmazonWebServiceResponse
{
    public List<CustomModelDeploymentSummary>? ModelDeploymentSummaries { get; set; }

    public string? NextToken { get; set; }
}
