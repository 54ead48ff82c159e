using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs.Model;

public class CreateLogStreamRequest : AmazonCloudWatchLogsRequest
{
    public string? LogGroupName { get; set; }

    public string? LogStreamName { get; set; }

    internal static InvokeOptions Operation { get; } = CloudWatchLogsService.Protocol.Operation<CreateLogStreamRequest>(
        "CreateLogStream",
        (to, request) => to.Add("logGroupName", request.LogGroupName)
            .Add("logStreamName", request.LogStreamName),
        _ => new CreateLogStreamResponse());
}

public class CreateLogStreamResponse : AmazonWebServiceResponse;
