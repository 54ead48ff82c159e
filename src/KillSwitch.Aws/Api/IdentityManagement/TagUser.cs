using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.IdentityManagement.Model;

public class TagUserRequest : AmazonIdentityManagementServiceRequest
{
    public string? UserName { get; set; }

    public List<Tag>? Tags { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<TagUserRequest>(
        "TagUser",
        (to, request) => to.Add(nameof(UserName), request.UserName).AddList(nameof(Tags), request.Tags, Tag.Write),
        _ => new TagUserResponse());
}

public class TagUserResponse : AmazonWebServiceResponse;
