using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class ListRoleTagsRequest : AmazonIdentityManagementServiceRequest
{
    public string? RoleName { get; set; }

    public string? Marker { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<ListRoleTagsRequest>(
        "ListRoleTags",
        (to, request) => to.Add(nameof(RoleName), request.RoleName)
            .Add(nameof(Marker), request.Marker),
        from => new ListRoleTagsResponse
        {
            Tags = from.Members(nameof(ListRoleTagsResponse.Tags), Tag.Read),
            IsTruncated = from.OptionalBool(nameof(ListRoleTagsResponse.IsTruncated)),
            Marker = from.OptionalText(nameof(ListRoleTagsResponse.Marker)),
        });
}

public class ListRoleTagsResponse : AmazonWebServiceResponse
{
    public List<Tag>? Tags { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}
