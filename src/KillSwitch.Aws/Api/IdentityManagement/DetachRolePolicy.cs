using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.IdentityManagement.Model;

public class DetachRolePolicyRequest : AmazonIdentityManagementServiceRequest
{
    public string? RoleName { get; set; }

    public string? PolicyArn { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<DetachRolePolicyRequest>(
        "DetachRolePolicy",
        (to, request) => to.Add(nameof(RoleName), request.RoleName).Add(nameof(PolicyArn), request.PolicyArn),
        _ => new DetachRolePolicyResponse());
}

public class DetachRolePolicyResponse : AmazonWebServiceResponse;
