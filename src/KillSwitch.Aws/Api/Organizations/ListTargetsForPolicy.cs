using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Organizations.Model;

public class ListTargetsForPolicyRequest : AmazonOrganizationsRequest
{
    public string? PolicyId { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = OrganizationsService.Protocol.Operation<ListTargetsForPolicyRequest>(
        "ListTargetsForPolicy",
        (to, request) => to.Add(nameof(PolicyId), request.PolicyId)
            .Add(nameof(NextToken), request.NextToken),
        from => new ListTargetsForPolicyResponse
        {
            Targets = from.Members(nameof(ListTargetsForPolicyResponse.Targets), PolicyTargetSummary.Read),
            NextToken = from.OptionalText(nameof(ListTargetsForPolicyResponse.NextToken)),
        });
}

public class ListTargetsForPolicyResponse : AmazonWebServiceResponse
{
    public List<PolicyTargetSummary>? Targets { get; set; }

    public string? NextToken { get; set; }
}
