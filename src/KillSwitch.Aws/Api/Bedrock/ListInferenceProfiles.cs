using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class ListInferenceProfilesRequest : AmazonBedrockRequest
{
    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }

    public InferenceProfileType? TypeEquals { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<ListInferenceProfilesRequest>(
        "GET /inference-profiles",
        (to, request) => to.Query("maxResults", request.MaxResults)
            .Query("nextToken", request.NextToken)
            .Query("type", request.TypeEquals?.Value),
        from => new ListInferenceProfilesResponse
        {
            InferenceProfileSummaries = from.Members("inferenceProfileSummaries", InferenceProfileSummary.Read),
            NextToken = from.OptionalText("nextToken"),
        });
}

public class ListInferenceProfilesResponse : AmazonWebServiceResponse
{
    public List<InferenceProfileSummary>? InferenceProfileSummaries { get; set; }

    public string? NextToken { get; set; }
}
