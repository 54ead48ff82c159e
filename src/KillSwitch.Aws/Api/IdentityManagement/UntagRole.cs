using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.IdentityManagement.Model;

public class UntagRoleRequest : AmazonIdentityManagementServiceRequest
{
    public string? RoleName { get; set; }

    public List<string>? TagKeys { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<UntagRoleRequest>(
        "UntagRole",
        (to, request) => to.Add(nameof(RoleName), request.RoleName).AddList(nameof(TagKeys), request.TagKeys),
        _ => new UntagRoleResponse());
}

public class UntagRoleResponse : AmazonWebServiceResponse;
