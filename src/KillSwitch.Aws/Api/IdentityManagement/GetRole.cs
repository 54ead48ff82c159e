using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class GetRoleRequest : AmazonIdentityManagementServiceRequest
{
    public string? RoleName { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<GetRoleRequest>(
        "GetRole",
        (to, request) => to.Add(nameof(RoleName), request.RoleName),
        from => new GetRoleResponse { Role = Role.Read(from.Required(nameof(GetRoleResponse.Role))) });
}

public class GetRoleResponse : AmazonWebServiceResponse
{
    public Role Role { get; set; } = new();
}
