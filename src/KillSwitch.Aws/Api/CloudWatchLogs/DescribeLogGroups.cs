using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs.Model;

public class DescribeLogGroupsRequest : AmazonCloudWatchLogsRequest
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

public class DescribeLogGroupsResponse : AmazonWebServiceResponse
{
    public List<LogGroup>? LogGroups { get; set; }

    public string? NextToken { get; set; }
}
