using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class ListModelInvocationJobsRequest : AmazonBedrockRequest
{
    public ModelInvocationJobStatus? StatusEquals { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<ListModelInvocationJobsRequest>(
        "GET /model-invocation-jobs",
        (to, request) => to.Query("statusEquals", request.StatusEquals?.Value)
            .Query("nextToken", request.NextToken),
        from => new ListModelInvocationJobsResponse
        {
            InvocationJobSummaries = from.Members("invocationJobSummaries", ModelInvocationJobSummary.Read),
            NextToken = from.OptionalText("nextToken"),
        });
}

public class ListModelInvocationJobsResponse : AmazonWebServiceResponse
{
    public List<ModelInvocationJobSummary>? InvocationJobSummaries { get; set; }

    public string? NextToken { get; set; }
}
