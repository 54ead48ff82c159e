using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudFormation.Model;

public class DescribeStacksRequest : AmazonCloudFormationRequest
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

public class DescribeStacksResponse : AmazonWebServiceResponse
{
    public List<Stack>? Stacks { get; set; }

    public string? NextToken { get; set; }
}

public class Stack
{
    public string? StackId { get; set; }

    public string? StackStatus { get; set; }

    internal static Stack Read(XElement from) => new()
    {
        StackId = from.OptionalText(nameof(StackId)),
        StackStatus = from.OptionalText(nameof(StackStatus)),
    };
}
