using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.IdentityManagement.Model;

public class UntagUserRequest : AmazonIdentityManagementServiceRequest
{
    public string? UserName { get; set; }

    public List<string>? TagKeys { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<UntagUserRequest>(
        "UntagUser",
        (to, request) => to.Add(nameof(UserName), request.UserName).AddList(nameof(TagKeys), request.TagKeys),
        _ => new UntagUserResponse());
}

public class UntagUserResponse : AmazonWebServiceResponse;
