using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class ListAttachedRolePoliciesRequest : AmazonIdentityManagementServiceRequest
{
    public string? RoleName { get; set; }

    public string? PathPrefix { get; set; }

    public string? Marker { get; set; }

    public int? MaxItems { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<ListAttachedRolePoliciesRequest>(
        "ListAttachedRolePolicies",
        (to, request) => to.Add(nameof(RoleName), request.RoleName)
            .Add(nameof(PathPrefix), request.PathPrefix)
            .Add(nameof(Marker), request.Marker)
            .Add(nameof(MaxItems), request.MaxItems),
        from => new ListAttachedRolePoliciesResponse
        {
            AttachedPolicies = from.Members(nameof(ListAttachedRolePoliciesResponse.AttachedPolicies), AttachedPolicyType.Read),
            IsTruncated = from.OptionalBool(nameof(ListAttachedRolePoliciesResponse.IsTruncated)),
            Marker = from.OptionalText(nameof(ListAttachedRolePoliciesResponse.Marker)),
        });
}

public class ListAttachedRolePoliciesResponse : AmazonWebServiceResponse
{
    public List<AttachedPolicyType>? AttachedPolicies { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}
