using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;
using KillSwitch.Aws.Api.Runtime;

namespace Amazon.IdentityManagement;

/// <summary>One host a partition, wherever the caller is.</summary>
internal static class IdentityManagementService
{
    public static ServiceIdentity Identity { get; } = new("IAM", "2010-05-08", "iam", "iam")
    {
        Hosts =
        [
            new("aws", "iam{fips}.global.{suffix}") { DualStack = true },
            new("aws-cn", "iam.cn-north-1.{suffix}") { Fips = false, DualStack = false, SigningRegion = "cn-north-1" },
            new("aws-cn", "iam.global.{suffix}") { Fips = false, DualStack = true, SigningRegion = "cn-north-1" },
            new("aws-us-gov", "iam.us-gov.{suffix}"),
            new("aws-iso", "iam{fips}.{home}.{suffix}") { DualStack = false },
            new("aws-iso-b", "iam{fips}.{home}.{suffix}") { DualStack = false },
            new("aws-iso-e", "iam.{home}.{suffix}") { Fips = false, DualStack = false },
            new("aws-iso-f", "iam.{home}.{suffix}") { Fips = false, DualStack = false },
            new("aws-eusc", "iam.{home}.{suffix}") { Fips = false, DualStack = false },
            new(null, "iam{fips}.{suffix}"),
        ],
    };

    public static QueryProtocol Protocol { get; } = new(Identity, error => new AmazonIdentityManagementServiceException(error));
}

public sealed class AmazonIdentityManagementServiceConfig() : ServiceConfig(IdentityManagementService.Identity);

internal sealed class AmazonIdentityManagementServiceException(ErrorResponse error) : ServiceException(error);

public sealed class AmazonIdentityManagementServiceClient(
    AWSCredentials? credentials, AmazonIdentityManagementServiceConfig config) : ServiceClient(credentials, config)
{
    internal Task<AttachRolePolicyResponse> AttachRolePolicyAsync(
        AttachRolePolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<AttachRolePolicyResponse>(request, AttachRolePolicyRequest.Operation, cancellationToken);

    internal Task<DetachRolePolicyResponse> DetachRolePolicyAsync(
        DetachRolePolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DetachRolePolicyResponse>(request, DetachRolePolicyRequest.Operation, cancellationToken);

    internal Task<AttachUserPolicyResponse> AttachUserPolicyAsync(
        AttachUserPolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<AttachUserPolicyResponse>(request, AttachUserPolicyRequest.Operation, cancellationToken);

    internal Task<DetachUserPolicyResponse> DetachUserPolicyAsync(
        DetachUserPolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DetachUserPolicyResponse>(request, DetachUserPolicyRequest.Operation, cancellationToken);

    internal Task<ListAttachedRolePoliciesResponse> ListAttachedRolePoliciesAsync(
        ListAttachedRolePoliciesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListAttachedRolePoliciesResponse>(request, ListAttachedRolePoliciesRequest.Operation, cancellationToken);

    internal Task<ListAttachedUserPoliciesResponse> ListAttachedUserPoliciesAsync(
        ListAttachedUserPoliciesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListAttachedUserPoliciesResponse>(request, ListAttachedUserPoliciesRequest.Operation, cancellationToken);

    internal Task<ListEntitiesForPolicyResponse> ListEntitiesForPolicyAsync(
        ListEntitiesForPolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListEntitiesForPolicyResponse>(request, ListEntitiesForPolicyRequest.Operation, cancellationToken);

    internal Task<GetAccountAuthorizationDetailsResponse> GetAccountAuthorizationDetailsAsync(
        GetAccountAuthorizationDetailsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetAccountAuthorizationDetailsResponse>(request, GetAccountAuthorizationDetailsRequest.Operation, cancellationToken);

    internal Task<TagRoleResponse> TagRoleAsync(TagRoleRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<TagRoleResponse>(request, TagRoleRequest.Operation, cancellationToken);

    internal Task<UntagRoleResponse> UntagRoleAsync(UntagRoleRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<UntagRoleResponse>(request, UntagRoleRequest.Operation, cancellationToken);

    internal Task<ListRoleTagsResponse> ListRoleTagsAsync(ListRoleTagsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListRoleTagsResponse>(request, ListRoleTagsRequest.Operation, cancellationToken);

    internal Task<GetRoleResponse> GetRoleAsync(GetRoleRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetRoleResponse>(request, GetRoleRequest.Operation, cancellationToken);

    internal Task<CreateRoleResponse> CreateRoleAsync(CreateRoleRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<CreateRoleResponse>(request, CreateRoleRequest.Operation, cancellationToken);

    internal Task<DeleteRoleResponse> DeleteRoleAsync(DeleteRoleRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DeleteRoleResponse>(request, DeleteRoleRequest.Operation, cancellationToken);

    internal Task<ListRolesResponse> ListRolesAsync(ListRolesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListRolesResponse>(request, ListRolesRequest.Operation, cancellationToken);

    internal Task<PutRolePolicyResponse> PutRolePolicyAsync(
        PutRolePolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutRolePolicyResponse>(request, PutRolePolicyRequest.Operation, cancellationToken);

    internal Task<DeleteRolePolicyResponse> DeleteRolePolicyAsync(
        DeleteRolePolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DeleteRolePolicyResponse>(request, DeleteRolePolicyRequest.Operation, cancellationToken);

    internal Task<GetUserResponse> GetUserAsync(GetUserRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetUserResponse>(request, GetUserRequest.Operation, cancellationToken);

    internal Task<TagUserResponse> TagUserAsync(TagUserRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<TagUserResponse>(request, TagUserRequest.Operation, cancellationToken);

    internal Task<UntagUserResponse> UntagUserAsync(UntagUserRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<UntagUserResponse>(request, UntagUserRequest.Operation, cancellationToken);

    internal Task<ListUserTagsResponse> ListUserTagsAsync(ListUserTagsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListUserTagsResponse>(request, ListUserTagsRequest.Operation, cancellationToken);

    internal Task<AddUserToGroupResponse> AddUserToGroupAsync(
        AddUserToGroupRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<AddUserToGroupResponse>(request, AddUserToGroupRequest.Operation, cancellationToken);

    internal Task<RemoveUserFromGroupResponse> RemoveUserFromGroupAsync(
        RemoveUserFromGroupRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<RemoveUserFromGroupResponse>(request, RemoveUserFromGroupRequest.Operation, cancellationToken);

    internal Task<ListGroupsForUserResponse> ListGroupsForUserAsync(
        ListGroupsForUserRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListGroupsForUserResponse>(request, ListGroupsForUserRequest.Operation, cancellationToken);

    internal Task<GetGroupResponse> GetGroupAsync(
        GetGroupRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetGroupResponse>(request, GetGroupRequest.Operation, cancellationToken);

    internal Task<ListServiceSpecificCredentialsResponse> ListServiceSpecificCredentialsAsync(
        ListServiceSpecificCredentialsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListServiceSpecificCredentialsResponse>(request, ListServiceSpecificCredentialsRequest.Operation, cancellationToken);

    internal Task<UpdateServiceSpecificCredentialResponse> UpdateServiceSpecificCredentialAsync(
        UpdateServiceSpecificCredentialRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<UpdateServiceSpecificCredentialResponse>(request, UpdateServiceSpecificCredentialRequest.Operation, cancellationToken);

    internal Task<GetPolicyResponse> GetPolicyAsync(
        GetPolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetPolicyResponse>(request, GetPolicyRequest.Operation, cancellationToken);

    internal Task<GetPolicyVersionResponse> GetPolicyVersionAsync(
        GetPolicyVersionRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetPolicyVersionResponse>(request, GetPolicyVersionRequest.Operation, cancellationToken);

    internal Task<GetAccountSummaryResponse> GetAccountSummaryAsync(
        GetAccountSummaryRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetAccountSummaryResponse>(request, GetAccountSummaryRequest.Operation, cancellationToken);

    internal Task<SimulateCustomPolicyResponse> SimulateCustomPolicyAsync(
        SimulateCustomPolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<SimulateCustomPolicyResponse>(request, SimulateCustomPolicyRequest.Operation, cancellationToken);

    internal Task<SimulatePrincipalPolicyResponse> SimulatePrincipalPolicyAsync(
        SimulatePrincipalPolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<SimulatePrincipalPolicyResponse>(request, SimulatePrincipalPolicyRequest.Operation, cancellationToken);
}

internal sealed class EntityType(string value) : ConstantClass(value)
{
    public static readonly EntityType AWSManagedPolicy = new("AWSManagedPolicy");

    public static readonly EntityType Group = new("Group");

    public static readonly EntityType LocalManagedPolicy = new("LocalManagedPolicy");

    public static readonly EntityType Role = new("Role");

    public static readonly EntityType User = new("User");
}

internal sealed class StatusType(string value) : ConstantClass(value)
{
    public static readonly StatusType Active = new("Active");

    public static readonly StatusType Inactive = new("Inactive");
}
