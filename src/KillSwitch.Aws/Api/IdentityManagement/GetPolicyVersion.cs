using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class GetPolicyVersionRequest : AmazonIdentityManagementServiceRequest
{
    public string? PolicyArn { get; set; }

    public string? VersionId { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<GetPolicyVersionRequest>(
        "GetPolicyVersion",
        (to, request) => to.Add(nameof(PolicyArn), request.PolicyArn)
            .Add(nameof(VersionId), request.VersionId),
        from => new GetPolicyVersionResponse { PolicyVersion = PolicyVersion.Read(from.Required(nameof(GetPolicyVersionResponse.PolicyVersion))) });
}

public class GetPolicyVersionResponse : AmazonWebServiceResponse
{
    public PolicyVersion PolicyVersion { get; set; } = new();
}
