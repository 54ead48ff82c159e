using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class ListGroupsForUserRequest : AmazonIdentityManagementServiceRequest
{
    public string? UserName { get; set; }

    public string? Marker { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<ListGroupsForUserRequest>(
        "ListGroupsForUser",
        (to, request) => to.Add(nameof(UserName), request.UserName)
            .Add(nameof(Marker), request.Marker),
        from => new ListGroupsForUserResponse
        {
            Groups = from.Members(nameof(ListGroupsForUserResponse.Groups), Group.Read),
            IsTruncated = from.OptionalBool(nameof(ListGroupsForUserResponse.IsTruncated)),
            Marker = from.OptionalText(nameof(ListGroupsForUserResponse.Marker)),
        });
}

public class ListGroupsForUserResponse : AmazonWebServiceResponse
{
    public List<Group>? Groups { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}
