using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class ListUserTagsRequest : AmazonIdentityManagementServiceRequest
{
    public string? UserName { get; set; }

    public string? Marker { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<ListUserTagsRequest>(
        "ListUserTags",
        (to, request) => to.Add(nameof(UserName), request.UserName)
            .Add(nameof(Marker), request.Marker),
        from => new ListUserTagsResponse
        {
            Tags = from.Members(nameof(ListUserTagsResponse.Tags), Tag.Read),
            IsTruncated = from.OptionalBool(nameof(ListUserTagsResponse.IsTruncated)),
            Marker = from.OptionalText(nameof(ListUserTagsResponse.Marker)),
        });
}

public class ListUserTagsResponse : AmazonWebServiceResponse
{
    public List<Tag>? Tags { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}
