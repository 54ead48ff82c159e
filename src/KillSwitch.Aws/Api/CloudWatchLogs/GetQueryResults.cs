using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs.Model;

public class GetQueryResultsRequest : AmazonCloudWatchLogsRequest
{
    public string? QueryId { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = CloudWatchLogsService.Protocol.Operation<GetQueryResultsRequest>(
        "GetQueryResults",
        (to, request) => to.Add("queryId", request.QueryId)
            .Add("nextToken", request.NextToken),
        from => new GetQueryResultsResponse
        {
            Results = from.Members("results", row => row.EnumerateArray().Select(ResultField.Read).ToList()),
            Statistics = from.Optional("statistics", QueryStatistics.Read),
            Status = from.OptionalText("status") is { } status ? new QueryStatus(status) : null,
            NextToken = from.OptionalText("nextToken"),
        });
}

public class GetQueryResultsResponse : AmazonWebServiceResponse
{
    /// <summary>A row each, a field each.</summary>
    public List<List<ResultField>>? Results { get; set; }

    public QueryStatistics? Statistics { get; set; }

    public QueryStatus? Status { get; set; }

    public string? NextToken { get; set; }
}
