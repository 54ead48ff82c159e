using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Organizations.Model;

public class UpdatePolicyRequest : AmazonOrganizationsRequest
{
    public string? PolicyId { get; set; }

    /// <summary>The whole document, as JSON; white space counts toward its greatest length.</summary>
    public string? Content { get; set; }

    internal static InvokeOptions Operation { get; } = OrganizationsService.Protocol.Operation<UpdatePolicyRequest>(
        "UpdatePolicy",
        (to, request) => to.Add(nameof(PolicyId), request.PolicyId)
            .Add(nameof(Content), request.Content),
        from => new UpdatePolicyResponse { Policy = from.Optional(nameof(UpdatePolicyResponse.Policy), Policy.Read) });
}

public class UpdatePolicyResponse : AmazonWebServiceResponse
{
    public Policy? Policy { get; set; }
}
