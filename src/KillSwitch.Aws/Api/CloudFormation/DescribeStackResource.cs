using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudFormation.Model;

public class DescribeStackResourceRequest : AmazonCloudFormationRequest
{
    public string? StackName { get; set; }

    public string? LogicalResourceId { get; set; }

    internal static InvokeOptions Operation { get; } = CloudFormationService.Protocol.Operation<DescribeStackResourceRequest>(
        "DescribeStackResource",
        (to, request) => to.Add(nameof(StackName), request.StackName)
            .Add(nameof(LogicalResourceId), request.LogicalResourceId),
        from => new DescribeStackResourceResponse
        {
            StackResourceDetail = from.Optional(nameof(DescribeStackResourceResponse.StackResourceDetail), StackResourceDetail.Read),
        });
}

public class DescribeStackResourceResponse : AmazonWebServiceResponse
{
    public StackResourceDetail? StackResourceDetail { get; set; }
}
