using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs.Model;

public class PutSubscriptionFilterRequest : AmazonCloudWatchLogsRequest
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

public class PutSubscriptionFilterResponse : AmazonWebServiceResponse;
