using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class ListModelCustomizationJobsRequest : AmazonBedrockRequest
{
    public ModelCustomizationJobStatus? StatusEquals { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<ListModelCustomizationJobsRequest>(
        "GET /model-customization-jobs",
        (to, request) => to.Query("statusEquals", request.StatusEquals?.Value)
            .Query("nextToken", request.NextToken),
        from => new ListModelCustomizationJobsResponse
        {
            ModelCustomizationJobSummaries = from.Members("modelCustomizationJobSummaries", ModelCustomizationJobSummary.Read),
            NextToken = from.OptionalText("nextToken"),
        });
}

public class ListModelCustomizationJobsResponse : AmazonWebServiceResponse
{
    public List<ModelCustomizationJobSummary>? ModelCustomizationJobSummaries { get; set; }

    public string? NextToken { get; set; }
}
