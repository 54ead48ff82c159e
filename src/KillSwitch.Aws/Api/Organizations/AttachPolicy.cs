using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Organizations.Model;

public class AttachPolicyRequest : AmazonOrganizationsRequest
{
    public string? PolicyId { get; set; }

    /// <summary>A root, an organizational unit or an account.</summary>
    public string? TargetId { get; set; }

    internal static InvokeOptions Operation { get; } = OrganizationsService.Protocol.Operation<AttachPolicyRequest>(
        "AttachPolicy",
        (to, request) => to.Add(nameof(PolicyId), request.PolicyId)
            .Add(nameof(TargetId), request.TargetId),
        _ => new AttachPolicyResponse());
}

public class AttachPolicyResponse : AmazonWebServiceResponse;
