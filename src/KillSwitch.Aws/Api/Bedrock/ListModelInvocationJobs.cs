using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class ListModelInvocationJobsRequest : AmazonBedrockRequest
{
    public DateTime? SubmitTimeAfter { get; set; }

    public DateTime? SubmitTimeBefore { get; set; }

    public ModelInvocationJobStatus? StatusEquals { get; set; }

    public string? NameContains { get; set; }

    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<ListModelInvocationJobsRequest>(
        "GET /model-invocation-jobs",
        (to, request) => to.Query("submitTimeAfter", request.SubmitTimeAfter)
            .Query("submitTimeBefore", request.SubmitTimeBefore)
            .Query("statusEquals", request.StatusEquals?.Value)
            .Query("nameContains", request.NameContains)
            .Query("maxResults", request.MaxResults)
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
