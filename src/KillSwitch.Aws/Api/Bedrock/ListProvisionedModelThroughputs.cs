using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class ListProvisionedModelThroughputsRequest : AmazonBedrockRequest
{
    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<ListProvisionedModelThroughputsRequest>(
        "GET /provisioned-model-throughputs",
        (to, request) => to.Query("maxResults", request.MaxResults)
            .Query("nextToken", request.NextToken),
        from => new ListProvisionedModelThroughputsResponse
        {
            ProvisionedModelSummaries = from.Members("provisionedModelSummaries", ProvisionedModelSummary.Read),
            NextToken = from.OptionalText("nextToken"),
        });
}

public class ListProvisionedModelThroughputsResponse : AmazonWebServiceResponse
{
    public List<ProvisionedModelSummary>? ProvisionedModelSummaries { get; set; }

    public string? NextToken { get; set; }
}
