using Amazon.IdentityManagement.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Api.Pipeline;

namespace Amazon.IdentityManagement;

/// <summary>IAM, as far as the guard uses it; stands in for the official client of the same name.</summary>
public class AmazonIdentityManagementServiceClient : ServiceClient
{
    public AmazonIdentityManagementServiceClient(AWSCredentials credentials, RegionEndpoint region)
        : this(credentials, new AmazonIdentityManagementServiceConfig { RegionEndpoint = region })
    {
    }

    public AmazonIdentityManagementServiceClient(AWSCredentials credentials, AmazonIdentityManagementServiceConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    /// <summary>Attaching what is attached changes nothing.</summary>
    public virtual Task<AttachRolePolicyResponse> AttachRolePolicyAsync(AttachRolePolicyRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<AttachRolePolicyRequest, AttachRolePolicyResponse>(request, IamOperations.AttachRolePolicy, cancellationToken);

    /// <exception cref="NoSuchEntityException">It is not attached.</exception>
    public virtual Task<DetachRolePolicyResponse> DetachRolePolicyAsync(DetachRolePolicyRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<DetachRolePolicyRequest, DetachRolePolicyResponse>(request, IamOperations.DetachRolePolicy, cancellationToken);

    /// <summary>Attaching what is attached changes nothing.</summary>
    public virtual Task<AttachUserPolicyResponse> AttachUserPolicyAsync(AttachUserPolicyRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<AttachUserPolicyRequest, AttachUserPolicyResponse>(request, IamOperations.AttachUserPolicy, cancellationToken);

    /// <exception cref="NoSuchEntityException">It is not attached.</exception>
    public virtual Task<DetachUserPolicyResponse> DetachUserPolicyAsync(DetachUserPolicyRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<DetachUserPolicyRequest, DetachUserPolicyResponse>(request, IamOperations.DetachUserPolicy, cancellationToken);

    public virtual Task<ListAttachedRolePoliciesResponse> ListAttachedRolePoliciesAsync(ListAttachedRolePoliciesRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<ListAttachedRolePoliciesRequest, ListAttachedRolePoliciesResponse>(request, IamOperations.ListAttachedRolePolicies, cancellationToken);

    public virtual Task<ListAttachedUserPoliciesResponse> ListAttachedUserPoliciesAsync(ListAttachedUserPoliciesRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<ListAttachedUserPoliciesRequest, ListAttachedUserPoliciesResponse>(request, IamOperations.ListAttachedUserPolicies, cancellationToken);

    public virtual Task<ListEntitiesForPolicyResponse> ListEntitiesForPolicyAsync(ListEntitiesForPolicyRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<ListEntitiesForPolicyRequest, ListEntitiesForPolicyResponse>(request, IamOperations.ListEntitiesForPolicy, cancellationToken);
}
