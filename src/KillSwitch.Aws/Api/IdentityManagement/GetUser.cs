using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class GetUserRequest : AmazonIdentityManagementServiceRequest
{
    public string? UserName { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<GetUserRequest>(
        "GetUser",
        (to, request) => to.Add(nameof(UserName), request.UserName),
        from => new GetUserResponse { User = User.Read(from.Required(nameof(GetUserResponse.User))) });
}

public class GetUserResponse : AmazonWebServiceResponse
{
    public User User { get; set; } = new();
}
