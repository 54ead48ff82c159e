using System.Globalization;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.IdentityManagement.Model;

internal sealed class AddUserToGroupRequest : AmazonWebServiceRequest
{
    public string? GroupName { get; set; }

    public string? UserName { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<AddUserToGroupRequest>(
        "AddUserToGroup",
        (to, request) => to.Add(nameof(GroupName), request.GroupName).Add(nameof(UserName), request.UserName),
        _ => new AddUserToGroupResponse());
}

internal sealed class AddUserToGroupResponse : AmazonWebServiceResponse;

internal sealed class AttachRolePolicyRequest : AmazonWebServiceRequest
{
    public string? RoleName { get; set; }

    public string? PolicyArn { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<AttachRolePolicyRequest>(
        "AttachRolePolicy",
        (to, request) => to.Add(nameof(RoleName), request.RoleName).Add(nameof(PolicyArn), request.PolicyArn),
        _ => new AttachRolePolicyResponse());
}

internal sealed class AttachRolePolicyResponse : AmazonWebServiceResponse;

internal sealed class AttachUserPolicyRequest : AmazonWebServiceRequest
{
    public string? UserName { get; set; }

    public string? PolicyArn { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<AttachUserPolicyRequest>(
        "AttachUserPolicy",
        (to, request) => to.Add(nameof(UserName), request.UserName).Add(nameof(PolicyArn), request.PolicyArn),
        _ => new AttachUserPolicyResponse());
}

internal sealed class AttachUserPolicyResponse : AmazonWebServiceResponse;

internal sealed class CreateRoleRequest : AmazonWebServiceRequest
{
    public string? Path { get; set; }

    public string? RoleName { get; set; }

    public string? AssumeRolePolicyDocument { get; set; }

    public string? Description { get; set; }

    /// <summary>In seconds.</summary>
    public int? MaxSessionDuration { get; set; }

    public List<Tag>? Tags { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<CreateRoleRequest>(
        "CreateRole",
        (to, request) => to.Add(nameof(Path), request.Path)
            .Add(nameof(RoleName), request.RoleName)
            .Add(nameof(AssumeRolePolicyDocument), request.AssumeRolePolicyDocument)
            .Add(nameof(Description), request.Description)
            .Add(nameof(MaxSessionDuration), request.MaxSessionDuration)
            .AddList(nameof(Tags), request.Tags, Tag.Write),
        _ => new CreateRoleResponse());
}

internal sealed class CreateRoleResponse : AmazonWebServiceResponse;

internal sealed class DeleteRoleRequest : AmazonWebServiceRequest
{
    public string? RoleName { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<DeleteRoleRequest>(
        "DeleteRole",
        (to, request) => to.Add(nameof(RoleName), request.RoleName),
        _ => new DeleteRoleResponse());
}

internal sealed class DeleteRoleResponse : AmazonWebServiceResponse;

internal sealed class DeleteRolePolicyRequest : AmazonWebServiceRequest
{
    public string? RoleName { get; set; }

    public string? PolicyName { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<DeleteRolePolicyRequest>(
        "DeleteRolePolicy",
        (to, request) => to.Add(nameof(RoleName), request.RoleName).Add(nameof(PolicyName), request.PolicyName),
        _ => new DeleteRolePolicyResponse());
}

internal sealed class DeleteRolePolicyResponse : AmazonWebServiceResponse;

internal sealed class DetachRolePolicyRequest : AmazonWebServiceRequest
{
    public string? RoleName { get; set; }

    public string? PolicyArn { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<DetachRolePolicyRequest>(
        "DetachRolePolicy",
        (to, request) => to.Add(nameof(RoleName), request.RoleName).Add(nameof(PolicyArn), request.PolicyArn),
        _ => new DetachRolePolicyResponse());
}

internal sealed class DetachRolePolicyResponse : AmazonWebServiceResponse;

internal sealed class DetachUserPolicyRequest : AmazonWebServiceRequest
{
    public string? UserName { get; set; }

    public string? PolicyArn { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<DetachUserPolicyRequest>(
        "DetachUserPolicy",
        (to, request) => to.Add(nameof(UserName), request.UserName).Add(nameof(PolicyArn), request.PolicyArn),
        _ => new DetachUserPolicyResponse());
}

internal sealed class DetachUserPolicyResponse : AmazonWebServiceResponse;

internal sealed class GetAccountAuthorizationDetailsRequest : AmazonWebServiceRequest
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

internal sealed class GetAccountAuthorizationDetailsResponse : AmazonWebServiceResponse
{
    public List<UserDetail>? UserDetailList { get; set; }

    public List<GroupDetail>? GroupDetailList { get; set; }

    public List<RoleDetail>? RoleDetailList { get; set; }

    public List<ManagedPolicyDetail>? Policies { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}

internal sealed class GetAccountSummaryRequest : AmazonWebServiceRequest
{
    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<GetAccountSummaryRequest>(
        "GetAccountSummary",
        (_, _) => { },
        from => new GetAccountSummaryResponse
        {
            SummaryMap = from.Child(nameof(GetAccountSummaryResponse.SummaryMap))?.Elements()
                .ToDictionary(entry =>
                    entry.Text("key"), entry => int.Parse(entry.Text("value"), CultureInfo.InvariantCulture), StringComparer.Ordinal),
        });
}

internal sealed class GetAccountSummaryResponse : AmazonWebServiceResponse
{
    /// <summary>Counts and quotas by name, such as <c>AttachedPoliciesPerRoleQuota</c>.</summary>
    public Dictionary<string, int>? SummaryMap { get; set; }
}

internal sealed class GetGroupRequest : AmazonWebServiceRequest
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

internal sealed class GetGroupResponse : AmazonWebServiceResponse
{
    public Group Group { get; set; } = new();

    public List<User>? Users { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}

internal sealed class GetPolicyRequest : AmazonWebServiceRequest
{
    public string? PolicyArn { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<GetPolicyRequest>(
        "GetPolicy",
        (to, request) => to.Add(nameof(PolicyArn), request.PolicyArn),
        from => new GetPolicyResponse { Policy = ManagedPolicy.Read(from.Required(nameof(GetPolicyResponse.Policy))) });
}

internal sealed class GetPolicyResponse : AmazonWebServiceResponse
{
    public ManagedPolicy Policy { get; set; } = new();
}

internal sealed class GetPolicyVersionRequest : AmazonWebServiceRequest
{
    public string? PolicyArn { get; set; }

    public string? VersionId { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<GetPolicyVersionRequest>(
        "GetPolicyVersion",
        (to, request) => to.Add(nameof(PolicyArn), request.PolicyArn)
            .Add(nameof(VersionId), request.VersionId),
        from => new GetPolicyVersionResponse
        {
            PolicyVersion = PolicyVersion.Read(from.Required(nameof(GetPolicyVersionResponse.PolicyVersion))),
        });
}

internal sealed class GetPolicyVersionResponse : AmazonWebServiceResponse
{
    public PolicyVersion PolicyVersion { get; set; } = new();
}

internal sealed class GetRoleRequest : AmazonWebServiceRequest
{
    public string? RoleName { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<GetRoleRequest>(
        "GetRole",
        (to, request) => to.Add(nameof(RoleName), request.RoleName),
        from => new GetRoleResponse { Role = from.Optional(nameof(GetRoleResponse.Role), Role.Read) });
}

internal sealed class GetRoleResponse : AmazonWebServiceResponse
{
    public Role? Role { get; set; }
}

internal sealed class GetUserRequest : AmazonWebServiceRequest
{
    public string? UserName { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<GetUserRequest>(
        "GetUser",
        (to, request) => to.Add(nameof(UserName), request.UserName),
        from => new GetUserResponse { User = from.Optional(nameof(GetUserResponse.User), User.Read) });
}

internal sealed class GetUserResponse : AmazonWebServiceResponse
{
    public User? User { get; set; }
}

internal sealed class ListAttachedRolePoliciesRequest : AmazonWebServiceRequest
{
    public string? RoleName { get; set; }

    public string? PathPrefix { get; set; }

    public string? Marker { get; set; }

    public int? MaxItems { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<ListAttachedRolePoliciesRequest>(
        "ListAttachedRolePolicies",
        (to, request) => to.Add(nameof(RoleName), request.RoleName)
            .Add(nameof(PathPrefix), request.PathPrefix)
            .Add(nameof(Marker), request.Marker)
            .Add(nameof(MaxItems), request.MaxItems),
        from => new ListAttachedRolePoliciesResponse
        {
            AttachedPolicies = from.Members(nameof(ListAttachedRolePoliciesResponse.AttachedPolicies), AttachedPolicyType.Read),
            IsTruncated = from.OptionalBool(nameof(ListAttachedRolePoliciesResponse.IsTruncated)),
            Marker = from.OptionalText(nameof(ListAttachedRolePoliciesResponse.Marker)),
        });
}

internal sealed class ListAttachedRolePoliciesResponse : AmazonWebServiceResponse
{
    public List<AttachedPolicyType>? AttachedPolicies { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}

internal sealed class ListAttachedUserPoliciesRequest : AmazonWebServiceRequest
{
    public string? UserName { get; set; }

    public string? Marker { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<ListAttachedUserPoliciesRequest>(
        "ListAttachedUserPolicies",
        (to, request) => to.Add(nameof(UserName), request.UserName)
            .Add(nameof(Marker), request.Marker),
        from => new ListAttachedUserPoliciesResponse
        {
            AttachedPolicies = from.Members(nameof(ListAttachedUserPoliciesResponse.AttachedPolicies), AttachedPolicyType.Read),
            IsTruncated = from.OptionalBool(nameof(ListAttachedUserPoliciesResponse.IsTruncated)),
            Marker = from.OptionalText(nameof(ListAttachedUserPoliciesResponse.Marker)),
        });
}

internal sealed class ListAttachedUserPoliciesResponse : AmazonWebServiceResponse
{
    public List<AttachedPolicyType>? AttachedPolicies { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}

internal sealed class ListEntitiesForPolicyRequest : AmazonWebServiceRequest
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

internal sealed class ListEntitiesForPolicyResponse : AmazonWebServiceResponse
{
    public List<PolicyGroup>? PolicyGroups { get; set; }

    public List<PolicyUser>? PolicyUsers { get; set; }

    public List<PolicyRole>? PolicyRoles { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}

internal sealed class ListGroupsForUserRequest : AmazonWebServiceRequest
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

internal sealed class ListGroupsForUserResponse : AmazonWebServiceResponse
{
    public List<Group>? Groups { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}

internal sealed class ListRoleTagsRequest : AmazonWebServiceRequest
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

internal sealed class ListRoleTagsResponse : AmazonWebServiceResponse
{
    public List<Tag>? Tags { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}

internal sealed class ListServiceSpecificCredentialsRequest : AmazonWebServiceRequest
{
    public string? UserName { get; set; }

    /// <summary><c>bedrock.amazonaws.com</c> for Bedrock's long-term API keys.</summary>
    public string? ServiceName { get; set; }

    public string? Marker { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<ListServiceSpecificCredentialsRequest>(
        "ListServiceSpecificCredentials",
        (to, request) => to.Add(nameof(UserName), request.UserName)
            .Add(nameof(ServiceName), request.ServiceName)
            .Add(nameof(Marker), request.Marker),
        from => new ListServiceSpecificCredentialsResponse
        {
            ServiceSpecificCredentials =
                from.Members(
                nameof(ListServiceSpecificCredentialsResponse.ServiceSpecificCredentials), ServiceSpecificCredentialMetadata.Read),
            IsTruncated = from.OptionalBool(nameof(ListServiceSpecificCredentialsResponse.IsTruncated)),
            Marker = from.OptionalText(nameof(ListServiceSpecificCredentialsResponse.Marker)),
        });
}

internal sealed class ListServiceSpecificCredentialsResponse : AmazonWebServiceResponse
{
    public List<ServiceSpecificCredentialMetadata>? ServiceSpecificCredentials { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}

internal sealed class ListUserTagsRequest : AmazonWebServiceRequest
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

internal sealed class ListUserTagsResponse : AmazonWebServiceResponse
{
    public List<Tag>? Tags { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}

internal sealed class ListRolesRequest : AmazonWebServiceRequest
{
    public string? PathPrefix { get; set; }

    public string? Marker { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<ListRolesRequest>(
        "ListRoles",
        (to, request) => to.Add(nameof(PathPrefix), request.PathPrefix).Add(nameof(Marker), request.Marker),
        from => new ListRolesResponse
        {
            Roles = from.Members(nameof(ListRolesResponse.Roles), Role.Read),
            IsTruncated = from.OptionalBool(nameof(ListRolesResponse.IsTruncated)),
            Marker = from.OptionalText(nameof(ListRolesResponse.Marker)),
        });
}

internal sealed class ListRolesResponse : AmazonWebServiceResponse
{
    public List<Role>? Roles { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}

internal sealed class PutRolePolicyRequest : AmazonWebServiceRequest
{
    public string? RoleName { get; set; }

    public string? PolicyName { get; set; }

    public string? PolicyDocument { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<PutRolePolicyRequest>(
        "PutRolePolicy",
        (to, request) => to.Add(nameof(RoleName), request.RoleName)
            .Add(nameof(PolicyName), request.PolicyName)
            .Add(nameof(PolicyDocument), request.PolicyDocument),
        _ => new PutRolePolicyResponse());
}

internal sealed class PutRolePolicyResponse : AmazonWebServiceResponse;

internal sealed class RemoveUserFromGroupRequest : AmazonWebServiceRequest
{
    public string? GroupName { get; set; }

    public string? UserName { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<RemoveUserFromGroupRequest>(
        "RemoveUserFromGroup",
        (to, request) => to.Add(nameof(GroupName), request.GroupName).Add(nameof(UserName), request.UserName),
        _ => new RemoveUserFromGroupResponse());
}

internal sealed class RemoveUserFromGroupResponse : AmazonWebServiceResponse;

internal sealed class SimulateCustomPolicyRequest : AmazonWebServiceRequest
{
    public List<string>? PolicyInputList { get; set; }

    public List<string>? ActionNames { get; set; }

    public List<ContextEntry>? ContextEntries { get; set; }

    public string? Marker { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<SimulateCustomPolicyRequest>(
        "SimulateCustomPolicy",
        (to, request) => to.AddList(nameof(PolicyInputList), request.PolicyInputList)
            .AddList(nameof(ActionNames), request.ActionNames)
            .AddList(nameof(ContextEntries), request.ContextEntries, ContextEntry.Write)
            .Add(nameof(Marker), request.Marker),
        from => new SimulateCustomPolicyResponse
        {
            EvaluationResults = from.Members(nameof(SimulateCustomPolicyResponse.EvaluationResults), EvaluationResult.Read),
            IsTruncated = from.OptionalBool(nameof(SimulateCustomPolicyResponse.IsTruncated)),
            Marker = from.OptionalText(nameof(SimulateCustomPolicyResponse.Marker)),
        });
}

internal sealed class SimulateCustomPolicyResponse : AmazonWebServiceResponse
{
    public List<EvaluationResult>? EvaluationResults { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}

internal sealed class SimulatePrincipalPolicyRequest : AmazonWebServiceRequest
{
    public string? PolicySourceArn { get; set; }

    public List<string>? ActionNames { get; set; }

    public List<string>? ResourceArns { get; set; }

    public List<ContextEntry>? ContextEntries { get; set; }

    public string? Marker { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<SimulatePrincipalPolicyRequest>(
        "SimulatePrincipalPolicy",
        (to, request) => to.Add(nameof(PolicySourceArn), request.PolicySourceArn)
            .AddList(nameof(ActionNames), request.ActionNames)
            .AddList(nameof(ResourceArns), request.ResourceArns)
            .AddList(nameof(ContextEntries), request.ContextEntries, ContextEntry.Write)
            .Add(nameof(Marker), request.Marker),
        from => new SimulatePrincipalPolicyResponse
        {
            EvaluationResults = from.Members(nameof(SimulatePrincipalPolicyResponse.EvaluationResults), EvaluationResult.Read),
            IsTruncated = from.OptionalBool(nameof(SimulatePrincipalPolicyResponse.IsTruncated)),
            Marker = from.OptionalText(nameof(SimulatePrincipalPolicyResponse.Marker)),
        });
}

internal sealed class SimulatePrincipalPolicyResponse : AmazonWebServiceResponse
{
    public List<EvaluationResult>? EvaluationResults { get; set; }

    public bool? IsTruncated { get; set; }

    public string? Marker { get; set; }
}

internal sealed class TagRoleRequest : AmazonWebServiceRequest
{
    public string? RoleName { get; set; }

    public List<Tag>? Tags { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<TagRoleRequest>(
        "TagRole",
        (to, request) => to.Add(nameof(RoleName), request.RoleName).AddList(nameof(Tags), request.Tags, Tag.Write),
        _ => new TagRoleResponse());
}

internal sealed class TagRoleResponse : AmazonWebServiceResponse;

internal sealed class TagUserRequest : AmazonWebServiceRequest
{
    public string? UserName { get; set; }

    public List<Tag>? Tags { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<TagUserRequest>(
        "TagUser",
        (to, request) => to.Add(nameof(UserName), request.UserName).AddList(nameof(Tags), request.Tags, Tag.Write),
        _ => new TagUserResponse());
}

internal sealed class TagUserResponse : AmazonWebServiceResponse;

internal sealed class UntagRoleRequest : AmazonWebServiceRequest
{
    public string? RoleName { get; set; }

    public List<string>? TagKeys { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<UntagRoleRequest>(
        "UntagRole",
        (to, request) => to.Add(nameof(RoleName), request.RoleName).AddList(nameof(TagKeys), request.TagKeys),
        _ => new UntagRoleResponse());
}

internal sealed class UntagRoleResponse : AmazonWebServiceResponse;

internal sealed class UntagUserRequest : AmazonWebServiceRequest
{
    public string? UserName { get; set; }

    public List<string>? TagKeys { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<UntagUserRequest>(
        "UntagUser",
        (to, request) => to.Add(nameof(UserName), request.UserName).AddList(nameof(TagKeys), request.TagKeys),
        _ => new UntagUserResponse());
}

internal sealed class UntagUserResponse : AmazonWebServiceResponse;

internal sealed class UpdateServiceSpecificCredentialRequest : AmazonWebServiceRequest
{
    public string? UserName { get; set; }

    public string? ServiceSpecificCredentialId { get; set; }

    public StatusType? Status { get; set; }

    internal static InvokeOptions Operation { get; } = IdentityManagementService.Protocol.Operation<UpdateServiceSpecificCredentialRequest>(
        "UpdateServiceSpecificCredential",
        (to, request) => to.Add(nameof(UserName), request.UserName)
            .Add(nameof(ServiceSpecificCredentialId), request.ServiceSpecificCredentialId)
            .Add(nameof(Status), request.Status?.Value),
        _ => new UpdateServiceSpecificCredentialResponse());
}

internal sealed class UpdateServiceSpecificCredentialResponse : AmazonWebServiceResponse;

/// <summary>What bounds the permissions of a role or a user.</summary>
internal sealed class AttachedPermissionsBoundary
{
    /// <summary>Of a managed policy.</summary>
    public string? PermissionsBoundaryArn { get; set; }

    internal static AttachedPermissionsBoundary Read(XElement from) => new()
    {
        PermissionsBoundaryArn = from.OptionalText(nameof(PermissionsBoundaryArn)),
    };
}

internal sealed class AttachedPolicyType
{
    public string PolicyName { get; set; } = "";

    public string PolicyArn { get; set; } = "";

    internal static AttachedPolicyType Read(XElement from) =>
        new() { PolicyName = from.Text(nameof(PolicyName)), PolicyArn = from.Text(nameof(PolicyArn)) };
}

internal sealed class ContextEntry
{
    public string? ContextKeyName { get; set; }

    /// <summary>Such as <c>string</c> or <c>stringList</c>.</summary>
    public string? ContextKeyType { get; set; }

    public List<string>? ContextKeyValues { get; set; }

    internal static void Write(QueryParameters to, ContextEntry entry) =>
        to.Add(nameof(ContextKeyName), entry.ContextKeyName)
            .Add(nameof(ContextKeyType), entry.ContextKeyType)
            .AddList(nameof(ContextKeyValues), entry.ContextKeyValues);
}

internal sealed class EvaluationResult
{
    public string EvalActionName { get; set; } = "";

    /// <summary><c>allowed</c>, <c>explicitDeny</c> or <c>implicitDeny</c>; over several resources the strictest of theirs.</summary>
    public string EvalDecision { get; set; } = "";

    internal static EvaluationResult Read(XElement from) => new()
    {
        EvalActionName = from.Text(nameof(EvalActionName)),
        EvalDecision = from.Text(nameof(EvalDecision)),
    };
}

internal sealed class Group
{
    public string Path { get; set; } = "";

    public string GroupName { get; set; } = "";

    public string GroupId { get; set; } = "";

    public string Arn { get; set; } = "";

    internal static Group Read(XElement from) => new()
    {
        Path = from.Text(nameof(Path)),
        GroupName = from.Text(nameof(GroupName)),
        GroupId = from.Text(nameof(GroupId)),
        Arn = from.Text(nameof(Arn)),
    };
}

internal sealed class GroupDetail
{
    public string Path { get; set; } = "";

    public string GroupName { get; set; } = "";

    public string GroupId { get; set; } = "";

    public string Arn { get; set; } = "";

    public List<PolicyDetail>? GroupPolicyList { get; set; }

    public List<AttachedPolicyType>? AttachedManagedPolicies { get; set; }

    internal static GroupDetail Read(XElement from) => new()
    {
        Path = from.Text(nameof(Path)),
        GroupName = from.Text(nameof(GroupName)),
        GroupId = from.Text(nameof(GroupId)),
        Arn = from.Text(nameof(Arn)),
        GroupPolicyList = from.Members(nameof(GroupPolicyList), PolicyDetail.Read),
        AttachedManagedPolicies = from.Members(nameof(AttachedManagedPolicies), AttachedPolicyType.Read),
    };
}

internal sealed class ManagedPolicy
{
    public string Arn { get; set; } = "";

    /// <summary>The version in force.</summary>
    public string? DefaultVersionId { get; set; }

    internal static ManagedPolicy Read(XElement from) => new()
    {
        Arn = from.Text(nameof(Arn)),
        DefaultVersionId = from.OptionalText(nameof(DefaultVersionId)),
    };
}

internal sealed class ManagedPolicyDetail
{
    public string Arn { get; set; } = "";

    /// <summary>The version in force.</summary>
    public string? DefaultVersionId { get; set; }

    public List<PolicyVersion>? PolicyVersionList { get; set; }

    internal static ManagedPolicyDetail Read(XElement from) => new()
    {
        Arn = from.Text(nameof(Arn)),
        DefaultVersionId = from.OptionalText(nameof(DefaultVersionId)),
        PolicyVersionList = from.Members(nameof(PolicyVersionList), PolicyVersion.Read),
    };
}

/// <summary>An inline policy.</summary>
internal sealed class PolicyDetail
{
    public string? PolicyName { get; set; }

    /// <summary>URL-encoded JSON.</summary>
    public string? PolicyDocument { get; set; }

    internal static PolicyDetail Read(XElement from) => new()
    {
        PolicyName = from.OptionalText(nameof(PolicyName)),
        PolicyDocument = from.OptionalText(nameof(PolicyDocument)),
    };
}

internal sealed class PolicyGroup
{
    public string GroupName { get; set; } = "";

    internal static PolicyGroup Read(XElement from) => new() { GroupName = from.Text(nameof(GroupName)) };
}

internal sealed class PolicyRole
{
    public string RoleName { get; set; } = "";

    public string? RoleId { get; set; }

    internal static PolicyRole Read(XElement from) =>
        new() { RoleName = from.Text(nameof(RoleName)), RoleId = from.OptionalText(nameof(RoleId)) };
}

internal sealed class PolicyUser
{
    public string UserName { get; set; } = "";

    internal static PolicyUser Read(XElement from) => new() { UserName = from.Text(nameof(UserName)) };
}

internal sealed class PolicyVersion
{
    /// <summary>URL-encoded JSON.</summary>
    public string? Document { get; set; }

    public string? VersionId { get; set; }

    public bool? IsDefaultVersion { get; set; }

    internal static PolicyVersion Read(XElement from) => new()
    {
        Document = from.OptionalText(nameof(Document)),
        VersionId = from.OptionalText(nameof(VersionId)),
        IsDefaultVersion = from.OptionalBool(nameof(IsDefaultVersion)),
    };
}

internal sealed class Role
{
    public string Path { get; set; } = "";

    public string RoleName { get; set; } = "";

    public string Arn { get; set; } = "";

    public DateTime? CreateDate { get; set; }

    public List<Tag>? Tags { get; set; }

    internal static Role Read(XElement from) => new()
    {
        Path = from.Text(nameof(Path)),
        RoleName = from.Text(nameof(RoleName)),
        Arn = from.Text(nameof(Arn)),
        CreateDate = from.OptionalTime(nameof(CreateDate)),
        Tags = from.Members(nameof(Tags), Tag.Read),
    };
}

internal sealed class RoleDetail
{
    public string Path { get; set; } = "";

    public string RoleName { get; set; } = "";

    public string RoleId { get; set; } = "";

    public string Arn { get; set; } = "";

    public DateTime? CreateDate { get; set; }

    /// <summary>Who may assume it; URL-encoded JSON.</summary>
    public string? AssumeRolePolicyDocument { get; set; }

    public List<PolicyDetail>? RolePolicyList { get; set; }

    public List<AttachedPolicyType>? AttachedManagedPolicies { get; set; }

    public List<Tag>? Tags { get; set; }

    /// <summary>Null for none.</summary>
    public AttachedPermissionsBoundary? PermissionsBoundary { get; set; }

    internal static RoleDetail Read(XElement from) => new()
    {
        Path = from.Text(nameof(Path)),
        RoleName = from.Text(nameof(RoleName)),
        RoleId = from.Text(nameof(RoleId)),
        Arn = from.Text(nameof(Arn)),
        CreateDate = from.OptionalTime(nameof(CreateDate)),
        AssumeRolePolicyDocument = from.OptionalText(nameof(AssumeRolePolicyDocument)),
        RolePolicyList = from.Members(nameof(RolePolicyList), PolicyDetail.Read),
        AttachedManagedPolicies = from.Members(nameof(AttachedManagedPolicies), AttachedPolicyType.Read),
        Tags = from.Members(nameof(Tags), Tag.Read),
        PermissionsBoundary = from.Optional(nameof(PermissionsBoundary), AttachedPermissionsBoundary.Read),
    };
}

internal sealed class ServiceSpecificCredentialMetadata
{
    public string UserName { get; set; } = "";

    public StatusType? Status { get; set; }

    public string ServiceSpecificCredentialId { get; set; } = "";

    public string ServiceName { get; set; } = "";

    internal static ServiceSpecificCredentialMetadata Read(XElement from) => new()
    {
        UserName = from.Text(nameof(UserName)),
        Status = from.OptionalText(nameof(Status)) is { } status ? new StatusType(status) : null,
        ServiceSpecificCredentialId = from.Text(nameof(ServiceSpecificCredentialId)),
        ServiceName = from.Text(nameof(ServiceName)),
    };
}

internal sealed class Tag
{
    public string? Key { get; set; }

    public string? Value { get; set; }

    internal static Tag Read(XElement from) => new() { Key = from.Text(nameof(Key)), Value = from.Text(nameof(Value)) };

    internal static void Write(QueryParameters to, Tag tag) => to.Add(nameof(Key), tag.Key).Add(nameof(Value), tag.Value);
}

internal sealed class User
{
    public string Path { get; set; } = "";

    public string UserName { get; set; } = "";

    public string UserId { get; set; } = "";

    public string Arn { get; set; } = "";

    public DateTime? CreateDate { get; set; }

    public List<Tag>? Tags { get; set; }

    internal static User Read(XElement from) => new()
    {
        Path = from.Text(nameof(Path)),
        UserName = from.Text(nameof(UserName)),
        UserId = from.Text(nameof(UserId)),
        Arn = from.Text(nameof(Arn)),
        CreateDate = from.OptionalTime(nameof(CreateDate)),
        Tags = from.Members(nameof(Tags), Tag.Read),
    };
}

internal sealed class UserDetail
{
    public string Path { get; set; } = "";

    public string UserName { get; set; } = "";

    public string UserId { get; set; } = "";

    public string Arn { get; set; } = "";

    public DateTime? CreateDate { get; set; }

    public List<PolicyDetail>? UserPolicyList { get; set; }

    /// <summary>By name.</summary>
    public List<string>? GroupList { get; set; }

    public List<AttachedPolicyType>? AttachedManagedPolicies { get; set; }

    public List<Tag>? Tags { get; set; }

    /// <summary>Null for none.</summary>
    public AttachedPermissionsBoundary? PermissionsBoundary { get; set; }

    internal static UserDetail Read(XElement from) => new()
    {
        Path = from.Text(nameof(Path)),
        UserName = from.Text(nameof(UserName)),
        UserId = from.Text(nameof(UserId)),
        Arn = from.Text(nameof(Arn)),
        CreateDate = from.OptionalTime(nameof(CreateDate)),
        UserPolicyList = from.Members(nameof(UserPolicyList), PolicyDetail.Read),
        GroupList = from.Members(nameof(GroupList), group => group.Value),
        AttachedManagedPolicies = from.Members(nameof(AttachedManagedPolicies), AttachedPolicyType.Read),
        Tags = from.Members(nameof(Tags), Tag.Read),
        PermissionsBoundary = from.Optional(nameof(PermissionsBoundary), AttachedPermissionsBoundary.Read),
    };
}
