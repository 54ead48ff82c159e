using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.IdentityManagement.Model;

public class DetachUserPolicyRequest : AmazonIdentityManagementServiceRequest
{
    public string? UserName { get; set; }

    public string? PolicyArn { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<DetachUserPolicyRequest>(
        "DetachUserPolicy",
        (to, request) => to.Add(nameof(UserName), request.UserName).Add(nameof(PolicyArn), request.PolicyArn),
        _ => new DetachUserPolicyResponse());
}

public class DetachUserPolicyResponse : AmazonWebServiceResponse;
