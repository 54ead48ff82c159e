using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs.Model;

public class StartQueryRequest : AmazonCloudWatchLogsRequest
{
    public string? LogGroupName { get; set; }

    public List<string>? LogGroupNames { get; set; }

    public List<string>? LogGroupIdentifiers { get; set; }

    /// <summary>In seconds since 1970, inclusive.</summary>
    public long? StartTime { get; set; }

    /// <summary>In seconds since 1970, inclusive.</summary>
    public long? EndTime { get; set; }

    public string? QueryString { get; set; }

    public int? Limit { get; set; }

    internal static InvokeOptions Operation { get; } = CloudWatchLogsService.Protocol.Operation<StartQueryRequest>(
        "StartQuery",
        (to, request) => to.Add("logGroupName", request.LogGroupName)
            .AddList("logGroupNames", request.LogGroupNames)
            .AddList("logGroupIdentifiers", request.LogGroupIdentifiers)
            .Add("startTime", request.StartTime)
            .Add("endTime", request.EndTime)
            .Add("queryString", request.QueryString)
            .Add("limit", request.Limit),
        from => new StartQueryResponse { QueryId = from.Text("queryId") });
}

public class StartQueryResponse : AmazonWebServiceResponse
{
    public string QueryId { get; set; } = "";
}
