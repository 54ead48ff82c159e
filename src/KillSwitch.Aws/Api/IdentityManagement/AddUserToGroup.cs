using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.IdentityManagement.Model;

public class AddUserToGroupRequest : AmazonIdentityManagementServiceRequest
{
    public string? GroupName { get; set; }

    public string? UserName { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<AddUserToGroupRequest>(
        "AddUserToGroup",
        (to, request) => to.Add(nameof(GroupName), request.GroupName).Add(nameof(UserName), request.UserName),
        _ => new AddUserToGroupResponse());
}

public class AddUserToGroupResponse : AmazonWebServiceResponse;
