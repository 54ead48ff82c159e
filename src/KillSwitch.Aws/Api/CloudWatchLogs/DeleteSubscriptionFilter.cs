using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs.Model;

public class DeleteSubscriptionFilterRequest : AmazonCloudWatchLogsRequest
{
    public string? LogGroupName { get; set; }

    public string? FilterName { get; set; }

    internal static InvokeOptions Operation { get; } = CloudWatchLogsService.Protocol.Operation<DeleteSubscriptionFilterRequest>(
        "DeleteSubscriptionFilter",
        (to, request) => to.Add("logGroupName", request.LogGroupName)
            .Add("filterName", request.FilterName),
        _ => new DeleteSubscriptionFilterResponse());
}

public class DeleteSubscriptionFilterResponse : AmazonWebServiceResponse;
