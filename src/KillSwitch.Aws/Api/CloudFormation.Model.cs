using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudFormation.Model;

internal sealed class DescribeStackResourceRequest : AmazonWebServiceRequest
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

internal sealed class DescribeStackResourceResponse : AmazonWebServiceResponse
{
    public StackResourceDetail? StackResourceDetail { get; set; }
}

internal sealed class DescribeStacksRequest : AmazonWebServiceRequest
{
    public string? StackName { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = CloudFormationService.Protocol.Operation<DescribeStacksRequest>(
        "DescribeStacks",
        (to, request) => to.Add(nameof(StackName), request.StackName)
            .Add(nameof(NextToken), request.NextToken),
        from => new DescribeStacksResponse
        {
            Stacks = from.Members(nameof(DescribeStacksResponse.Stacks), Stack.Read),
            NextToken = from.OptionalText(nameof(DescribeStacksResponse.NextToken)),
        });
}

internal sealed class DescribeStacksResponse : AmazonWebServiceResponse
{
    public List<Stack>? Stacks { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class Stack
{
    public string? StackId { get; set; }

    public string? StackStatus { get; set; }

    internal static Stack Read(XElement from) => new()
    {
        StackId = from.OptionalText(nameof(StackId)),
        StackStatus = from.OptionalText(nameof(StackStatus)),
    };
}

internal sealed class ListStackResourcesRequest : AmazonWebServiceRequest
{
    public string? StackName { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = CloudFormationService.Protocol.Operation<ListStackResourcesRequest>(
        "ListStackResources",
        (to, request) => to.Add(nameof(StackName), request.StackName)
            .Add(nameof(NextToken), request.NextToken),
        from => new ListStackResourcesResponse
        {
            StackResourceSummaries = from.Members(nameof(ListStackResourcesResponse.StackResourceSummaries), StackResourceSummary.Read),
            NextToken = from.OptionalText(nameof(ListStackResourcesResponse.NextToken)),
        });
}

internal sealed class ListStackResourcesResponse : AmazonWebServiceResponse
{
    public List<StackResourceSummary>? StackResourceSummaries { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class StackResourceDetail
{
    /// <summary>The ARN of the stack.</summary>
    public string? StackId { get; set; }

    /// <summary>Null for one that was not made yet.</summary>
    public string? PhysicalResourceId { get; set; }

    /// <summary>Such as <c>AWS::Lambda::Function</c>.</summary>
    public string? ResourceType { get; set; }

    public string? ResourceStatus { get; set; }

    internal static StackResourceDetail Read(XElement from) => new()
    {
        StackId = from.OptionalText(nameof(StackId)),
        PhysicalResourceId = from.OptionalText(nameof(PhysicalResourceId)),
        ResourceType = from.OptionalText(nameof(ResourceType)),
        ResourceStatus = from.OptionalText(nameof(ResourceStatus)),
    };
}

internal sealed class StackResourceSummary
{
    /// <summary>The name or the id by which the service knows it; null for one that was never made.</summary>
    public string? PhysicalResourceId { get; set; }

    /// <summary>Such as <c>AWS::Lambda::Function</c>.</summary>
    public string? ResourceType { get; set; }

    internal static StackResourceSummary Read(XElement from) => new()
    {
        PhysicalResourceId = from.OptionalText(nameof(PhysicalResourceId)),
        ResourceType = from.OptionalText(nameof(ResourceType)),
    };
}
