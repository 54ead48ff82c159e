using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class GetGroupRequest : AmazonIdentityManagementServiceRequest
{
    public string? GroupName { get; set; }

    public string? Marker { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<GetGroupRequest>(
        "GetGroup",
        (to, request) => to.Add(nameof(GroupName), request.GroupName)
            .Add(nameof(Marker), request.Marker),
        from => new GetGroupResponse
        {
            Group = Group.Read(from.Required(nameof(GetGroupResponse.Group))),
            Users = from.Members(nameof(GetGroupResponse.Users), User.Read),
            IsTruncated = from.OptionalBool(nameof(GetGroupResponse.IsTruncated)),
            Marker = from.OptionalText(nameof(GetGroupResponse.Marker)),
        });
}

public class GetGroupResponse : AmazonWebServiceResponse
{
    public Group Group { get; set; } = new();

    public List<User>? Users { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}
