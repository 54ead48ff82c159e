using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs.Model;

public class DescribeSubscriptionFiltersRequest : AmazonCloudWatchLogsRequest
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

public class DescribeSubscriptionFiltersResponse : AmazonWebServiceResponse
{
    public List<SubscriptionFilter>? SubscriptionFilters { get; set; }

    public string? NextToken { get; set; }
}
