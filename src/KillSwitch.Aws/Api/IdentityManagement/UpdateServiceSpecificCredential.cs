using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.IdentityManagement.Model;

public class UpdateServiceSpecificCredentialRequest : AmazonIdentityManagementServiceRequest
{
    public string? UserName { get; set; }

    public string? ServiceSpecificCredentialId { get; set; }

    public StatusType? Status { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<UpdateServiceSpecificCredentialRequest>(
        "UpdateServiceSpecificCredential",
        (to, request) => to.Add(nameof(UserName), request.UserName)
            .Add(nameof(ServiceSpecificCredentialId), request.ServiceSpecificCredentialId)
            .Add(nameof(Status), request.Status?.Value),
        _ => new UpdateServiceSpecificCredentialResponse());
}

public class UpdateServiceSpecificCredentialResponse : AmazonWebServiceResponse;
