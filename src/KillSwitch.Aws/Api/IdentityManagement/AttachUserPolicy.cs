using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.IdentityManagement.Model;

public class AttachUserPolicyRequest : AmazonIdentityManagementServiceRequest
{
    public string? UserName { get; set; }

    public string? PolicyArn { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<AttachUserPolicyRequest>(
        "AttachUserPolicy",
        (to, request) => to.Add(nameof(UserName), request.UserName).Add(nameof(PolicyArn), request.PolicyArn),
        _ => new AttachUserPolicyResponse());
}

public class AttachUserPolicyResponse : AmazonWebServiceResponse;
