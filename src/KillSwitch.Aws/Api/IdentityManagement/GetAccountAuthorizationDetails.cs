using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

public class GetAccountAuthorizationDetailsRequest : AmazonIdentityManagementServiceRequest
{
    /// <summary><see cref="EntityType"/>s, by value; nothing for all but AWS's own policies that nobody holds.</summary>
    public List<string>? Filter { get; set; }

    public string? Marker { get; set; }

    public int? MaxItems { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<GetAccountAuthorizationDetailsRequest>(
        "GetAccountAuthorizationDetails",
        (to, request) => to.AddList(nameof(Filter), request.Filter)
            .Add(nameof(Marker), request.Marker)
            .Add(nameof(MaxItems), request.MaxItems),
        from => new GetAccountAuthorizationDetailsResponse
        {
            UserDetailList = from.Members(nameof(GetAccountAuthorizationDetailsResponse.UserDetailList), UserDetail.Read),
            GroupDetailList = from.Members(nameof(GetAccountAuthorizationDetailsResponse.GroupDetailList), GroupDetail.Read),
            RoleDetailList = from.Members(nameof(GetAccountAuthorizationDetailsResponse.RoleDetailList), RoleDetail.Read),
            Policies = from.Members(nameof(GetAccountAuthorizationDetailsResponse.Policies), ManagedPolicyDetail.Read),
            IsTruncated = from.OptionalBool(nameof(GetAccountAuthorizationDetailsResponse.IsTruncated)),
            Marker = from.OptionalText(nameof(GetAccountAuthorizationDetailsResponse.Marker)),
        });
}

public class GetAccountAuthorizationDetailsResponse : AmazonWebServiceResponse
{
    public List<UserDetail>? UserDetailList { get; set; }

    public List<GroupDetail>? GroupDetailList { get; set; }

    public List<RoleDetail>? RoleDetailList { get; set; }

    public List<ManagedPolicyDetail>? Policies { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}
