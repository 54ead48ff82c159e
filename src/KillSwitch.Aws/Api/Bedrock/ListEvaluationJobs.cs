using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Bedrock.Model;

public class ListEvaluationJobsRequest : AmazonBedrockRequest
{
    public EvaluationJobStatus? StatusEquals { get; set; }

    public int? MaxResults { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = BedrockService.Protocol.Operation<ListEvaluationJobsRequest>(
        "GET /evaluation-jobs",
        (to, request) => to.Query("statusEquals", request.StatusEquals?.Value)
            .Query("maxResults", request.MaxResults)
            .Query("nextToken", request.NextToken),
        from => new ListEvaluationJobsResponse
        {
            JobSummaries = from.Members("jobSummaries", EvaluationSummary.Read),
            NextToken = from.OptionalText("nextToken"),
        });
}

public class ListEvaluationJobsResponse : AmazonWebServiceResponse
{
    public List<EvaluationSummary>? JobSummaries { get; set; }

    public string? NextToken { get; set; }
}
