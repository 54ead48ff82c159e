using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudFormation.Model;

public class ListStackResourcesRequest : AmazonCloudFormationRequest
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

public class ListStackResourcesResponse : AmazonWebServiceResponse
{
    public List<StackResourceSummary>? StackResourceSummaries { get; set; }

    public string? NextToken { get; set; }
}
