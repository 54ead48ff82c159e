using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs.Model;

public class FilterLogEventsRequest : AmazonCloudWatchLogsRequest
{
    public string? LogGroupName { get; set; }

    public List<string>? LogStreamNames { get; set; }

    /// <summary>In milliseconds since 1970, inclusive.</summary>
    public long? StartTime { get; set; }

    /// <summary>In milliseconds since 1970, inclusive.</summary>
    public long? EndTime { get; set; }

    public string? NextToken { get; set; }

    public int? Limit { get; set; }

    internal static InvokeOptions Operation { get; } = CloudWatchLogsService.Protocol.Operation<FilterLogEventsRequest>(
        "FilterLogEvents",
        (to, request) => to.Add("logGroupName", request.LogGroupName)
            .AddList("logStreamNames", request.LogStreamNames)
            .Add("startTime", request.StartTime)
            .Add("endTime", request.EndTime)
            .Add("nextToken", request.NextToken)
            .Add("limit", request.Limit),
        from => new FilterLogEventsResponse
        {
            Events = from.Members("events", FilteredLogEvent.Read),
            NextToken = from.OptionalText("nextToken"),
        });
}

public class FilterLogEventsResponse : AmazonWebServiceResponse
{
    public List<FilteredLogEvent>? Events { get; set; }

    public string? NextToken { get; set; }
}
