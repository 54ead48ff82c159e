using Amazon.Runtime;
using Amazon.Runtime.Internal;

namespace Amazon.IdentityManagement.Model;

public class TagRoleRequest : AmazonIdentityManagementServiceRequest
{
    public string? RoleName { get; set; }

    public List<Tag>? Tags { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<TagRoleRequest>(
        "TagRole",
        (to, request) => to.Add(nameof(RoleName), request.RoleName).AddList(nameof(Tags), request.Tags, Tag.Write),
        _ => new TagRoleResponse());
}

public class TagRoleResponse : AmazonWebServiceResponse;
