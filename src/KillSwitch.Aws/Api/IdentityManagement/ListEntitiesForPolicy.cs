using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class ListEntitiesForPolicyRequest : AmazonIdentityManagementServiceRequest
{
    public string? PolicyArn { get; set; }

    public EntityType? EntityFilter { get; set; }

    public string? Marker { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<ListEntitiesForPolicyRequest>(
        "ListEntitiesForPolicy",
        (to, request) => to.Add(nameof(PolicyArn), request.PolicyArn)
            .Add(nameof(EntityFilter), request.EntityFilter?.Value)
            .Add(nameof(Marker), request.Marker),
        from => new ListEntitiesForPolicyResponse
        {
            PolicyGroups = from.Members(nameof(ListEntitiesForPolicyResponse.PolicyGroups), PolicyGroup.Read),
            PolicyUsers = from.Members(nameof(ListEntitiesForPolicyResponse.PolicyUsers), PolicyUser.Read),
            PolicyRoles = from.Members(nameof(ListEntitiesForPolicyResponse.PolicyRoles), PolicyRole.Read),
            IsTruncated = from.OptionalBool(nameof(ListEntitiesForPolicyResponse.IsTruncated)),
            Marker = from.OptionalText(nameof(ListEntitiesForPolicyResponse.Marker)),
        });
}

public class ListEntitiesForPolicyResponse : AmazonWebServiceResponse
{
    public List<PolicyGroup>? PolicyGroups { get; set; }

    public List<PolicyUser>? PolicyUsers { get; set; }

    public List<PolicyRole>? PolicyRoles { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}
