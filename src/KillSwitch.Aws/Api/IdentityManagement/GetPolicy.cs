using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class GetPolicyRequest : AmazonIdentityManagementServiceRequest
{
    public string? PolicyArn { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<GetPolicyRequest>(
        "GetPolicy",
        (to, request) => to.Add(nameof(PolicyArn), request.PolicyArn),
        from => new GetPolicyResponse { Policy = ManagedPolicy.Read(from.Required(nameof(GetPolicyResponse.Policy))) });
}

public class GetPolicyResponse : AmazonWebServiceResponse
{
    public ManagedPolicy Policy { get; set; } = new();
}
