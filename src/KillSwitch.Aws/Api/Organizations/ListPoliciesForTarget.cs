using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Organizations.Model;

public class ListPoliciesForTargetRequest : AmazonOrganizationsRequest
{
    /// <summary>A root, an organizational unit or an account.</summary>
    public string? TargetId { get; set; }

    public PolicyType? Filter { get; set; }

    public string? NextToken { get; set; }

    public int? MaxResults { get; set; }

    internal static InvokeOptions Operation { get; } = OrganizationsService.Protocol.Operation<ListPoliciesForTargetRequest>(
        "ListPoliciesForTarget",
        (to, request) => to.Add(nameof(TargetId), request.TargetId)
            .Add(nameof(Filter), request.Filter?.Value)
            .Add(nameof(NextToken), request.NextToken)
            .Add(nameof(MaxResults), request.MaxResults),
        from => new ListPoliciesForTargetResponse
        {
            Policies = from.Members(nameof(ListPoliciesForTargetResponse.Policies), PolicySummary.Read),
            NextToken = from.OptionalText(nameof(ListPoliciesForTargetResponse.NextToken)),
        });
}

public class ListPoliciesForTargetResponse : AmazonWebServiceResponse
{
    public List<PolicySummary>? Policies { get; set; }

    public string? NextToken { get; set; }
}
