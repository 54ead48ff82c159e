using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs.Model;

public class PutLogEventsRequest : AmazonCloudWatchLogsRequest
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

public class PutLogEventsResponse : AmazonWebServiceResponse;
