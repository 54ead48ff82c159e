using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs.Model;

internal sealed class CreateLogStreamRequest : AmazonWebServiceRequest
{
    public string? LogGroupName { get; set; }

    public string? LogStreamName { get; set; }

    internal static InvokeOptions Operation { get; } = CloudWatchLogsService.Protocol.Operation<CreateLogStreamRequest>(
        "CreateLogStream",
        (to, request) => to.Add("logGroupName", request.LogGroupName)
            .Add("logStreamName", request.LogStreamName),
        _ => new CreateLogStreamResponse());
}

internal sealed class CreateLogStreamResponse : AmazonWebServiceResponse;

internal sealed class DeleteSubscriptionFilterRequest : AmazonWebServiceRequest
{
    public string? LogGroupName { get; set; }

    public string? FilterName { get; set; }

    internal static InvokeOptions Operation { get; } = CloudWatchLogsService.Protocol.Operation<DeleteSubscriptionFilterRequest>(
        "DeleteSubscriptionFilter",
        (to, request) => to.Add("logGroupName", request.LogGroupName)
            .Add("filterName", request.FilterName),
        _ => new DeleteSubscriptionFilterResponse());
}

internal sealed class DeleteSubscriptionFilterResponse : AmazonWebServiceResponse;

internal sealed class DescribeLogGroupsRequest : AmazonWebServiceRequest
{
    public string? LogGroupNamePrefix { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = CloudWatchLogsService.Protocol.Operation<DescribeLogGroupsRequest>(
        "DescribeLogGroups",
        (to, request) => to.Add("logGroupNamePrefix", request.LogGroupNamePrefix)
            .Add("nextToken", request.NextToken),
        from => new DescribeLogGroupsResponse
        {
            LogGroups = from.Members("logGroups", LogGroup.Read),
            NextToken = from.OptionalText("nextToken"),
        });
}

internal sealed class DescribeLogGroupsResponse : AmazonWebServiceResponse
{
    public List<LogGroup>? LogGroups { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class DescribeSubscriptionFiltersRequest : AmazonWebServiceRequest
{
    public string? LogGroupName { get; set; }

    public string? FilterNamePrefix { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = CloudWatchLogsService.Protocol.Operation<DescribeSubscriptionFiltersRequest>(
        "DescribeSubscriptionFilters",
        (to, request) => to.Add("logGroupName", request.LogGroupName)
            .Add("filterNamePrefix", request.FilterNamePrefix)
            .Add("nextToken", request.NextToken),
        from => new DescribeSubscriptionFiltersResponse
        {
            SubscriptionFilters = from.Members("subscriptionFilters", SubscriptionFilter.Read),
            NextToken = from.OptionalText("nextToken"),
        });
}

internal sealed class DescribeSubscriptionFiltersResponse : AmazonWebServiceResponse
{
    public List<SubscriptionFilter>? SubscriptionFilters { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class FilterLogEventsRequest : AmazonWebServiceRequest
{
    public string? LogGroupName { get; set; }

    public List<string>? LogStreamNames { get; set; }

    /// <summary>In milliseconds since 1970, inclusive.</summary>
    public long? StartTime { get; set; }

    /// <summary>In milliseconds since 1970, inclusive.</summary>
    public long? EndTime { get; set; }

    public string? NextToken { get; set; }

    public int? Limit { get; set; }

    public string? FilterPattern { get; set; }

    internal static InvokeOptions Operation { get; } = CloudWatchLogsService.Protocol.Operation<FilterLogEventsRequest>(
        "FilterLogEvents",
        (to, request) => to.Add("logGroupName", request.LogGroupName)
            .AddList("logStreamNames", request.LogStreamNames)
            .Add("startTime", request.StartTime)
            .Add("endTime", request.EndTime)
            .Add("nextToken", request.NextToken)
            .Add("limit", request.Limit)
            .Add("filterPattern", request.FilterPattern),
        from => new FilterLogEventsResponse
        {
            Events = from.Members("events", FilteredLogEvent.Read),
            NextToken = from.OptionalText("nextToken"),
        });
}

internal sealed class FilterLogEventsResponse : AmazonWebServiceResponse
{
    public List<FilteredLogEvent>? Events { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class PutLogEventsRequest : AmazonWebServiceRequest
{
    public string? LogGroupName { get; set; }

    public string? LogStreamName { get; set; }

    public List<InputLogEvent>? LogEvents { get; set; }

    internal static InvokeOptions Operation { get; } = CloudWatchLogsService.Protocol.Operation<PutLogEventsRequest>(
        "PutLogEvents",
        (to, request) =>
        {
            to.Add("logGroupName", request.LogGroupName)
                .Add("logStreamName", request.LogStreamName);
            to.WriteStartArray("logEvents");
            foreach (var one in request.LogEvents ?? [])
                InputLogEvent.Write(to, one);
            to.WriteEndArray();
        },
        _ => new PutLogEventsResponse());
}

internal sealed class PutLogEventsResponse : AmazonWebServiceResponse;

internal sealed class PutSubscriptionFilterRequest : AmazonWebServiceRequest
{
    public string? LogGroupName { get; set; }

    public string? FilterName { get; set; }

    public string? FilterPattern { get; set; }

    public string? DestinationArn { get; set; }

    public string? RoleArn { get; set; }

    public Distribution? Distribution { get; set; }

    internal static InvokeOptions Operation { get; } = CloudWatchLogsService.Protocol.Operation<PutSubscriptionFilterRequest>(
        "PutSubscriptionFilter",
        (to, request) => to.Add("logGroupName", request.LogGroupName)
            .Add("filterName", request.FilterName)
            .Add("filterPattern", request.FilterPattern)
            .Add("destinationArn", request.DestinationArn)
            .Add("roleArn", request.RoleArn)
            .Add("distribution", request.Distribution?.Value),
        _ => new PutSubscriptionFilterResponse());
}

internal sealed class PutSubscriptionFilterResponse : AmazonWebServiceResponse;

internal sealed class FilteredLogEvent
{
    public string? LogStreamName { get; set; }

    public string? Message { get; set; }

    /// <summary>In UTC.</summary>
    public DateTime? IngestionTime { get; set; }

    internal static FilteredLogEvent Read(JsonElement from) => new()
    {
        LogStreamName = from.OptionalText("logStreamName"),
        Message = from.OptionalText("message"),
        IngestionTime = from.OptionalMilliseconds("ingestionTime"),
    };
}

internal sealed class InputLogEvent
{
    public DateTime Timestamp { get; set; }

    public string Message { get; set; } = "";

    internal static void Write(Utf8JsonWriter to, InputLogEvent one)
    {
        to.WriteStartObject();
        to.WriteNumber("timestamp", new DateTimeOffset(one.Timestamp.ToUniversalTime()).ToUnixTimeMilliseconds());
        to.WriteString("message", one.Message);
        to.WriteEndObject();
    }
}

public sealed class LogGroup
{
    public string LogGroupName { get; set; } = "";

    /// <summary>Ends in <c>:*</c>.</summary>
    public string? Arn { get; set; }

    /// <summary>In milliseconds since 1970.</summary>
    public long? CreationTime { get; set; }

    /// <summary>Null keeps for ever.</summary>
    public int? RetentionInDays { get; set; }

    internal static LogGroup Read(JsonElement from) => new()
    {
        LogGroupName = from.Text("logGroupName"),
        Arn = from.OptionalText("arn"),
        CreationTime = from.OptionalLong("creationTime"),
        RetentionInDays = from.OptionalInt("retentionInDays"),
    };
}

internal sealed class SubscriptionFilter
{
    public string FilterName { get; set; } = "";

    public string LogGroupName { get; set; } = "";

    public string? FilterPattern { get; set; }

    public string? DestinationArn { get; set; }

    public Distribution? Distribution { get; set; }

    /// <summary>In milliseconds since 1970.</summary>
    public long? CreationTime { get; set; }

    internal static SubscriptionFilter Read(JsonElement from) => new()
    {
        FilterName = from.Text("filterName"),
        LogGroupName = from.Text("logGroupName"),
        FilterPattern = from.OptionalText("filterPattern"),
        DestinationArn = from.OptionalText("destinationArn"),
        Distribution = from.OptionalText("distribution") is { } distribution ? new Distribution(distribution) : null,
        CreationTime = from.OptionalLong("creationTime"),
    };
}
