using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class ListAttachedUserPoliciesRequest : AmazonIdentityManagementServiceRequest
{
    public string? UserName { get; set; }

    public string? Marker { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<ListAttachedUserPoliciesRequest>(
        "ListAttachedUserPolicies",
        (to, request) => to.Add(nameof(UserName), request.UserName)
            .Add(nameof(Marker), request.Marker),
        from => new ListAttachedUserPoliciesResponse
        {
            AttachedPolicies = from.Members(nameof(ListAttachedUserPoliciesResponse.AttachedPolicies), AttachedPolicyType.Read),
            IsTruncated = from.OptionalBool(nameof(ListAttachedUserPoliciesResponse.IsTruncated)),
            Marker = from.OptionalText(nameof(ListAttachedUserPoliciesResponse.Marker)),
        });
}

public class ListAttachedUserPoliciesResponse : AmazonWebServiceResponse
{
    public List<AttachedPolicyType>? AttachedPolicies { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}
