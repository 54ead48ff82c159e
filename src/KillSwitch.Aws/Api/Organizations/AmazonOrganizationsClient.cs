using Amazon.Organizations.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Api;

namespace Amazon.Organizations;

public class AmazonOrganizationsClient : ServiceClient
{
    public AmazonOrganizationsClient()
        : this(new AmazonOrganizationsConfig())
    {
    }

    public AmazonOrganizationsClient(AmazonOrganizationsConfig config)
        : this(null, config)
    {
    }

    public AmazonOrganizationsClient(AWSCredentials? credentials, AmazonOrganizationsConfig config)
        : base(credentials, config)
    {
    }

    public Task<AttachPolicyResponse> AttachPolicyAsync(AttachPolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<AttachPolicyResponse>(request, AttachPolicyRequest.Operation, cancellationToken);

    public Task<DetachPolicyResponse> DetachPolicyAsync(DetachPolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DetachPolicyResponse>(request, DetachPolicyRequest.Operation, cancellationToken);

    public Task<DescribePolicyResponse> DescribePolicyAsync(
        DescribePolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribePolicyResponse>(request, DescribePolicyRequest.Operation, cancellationToken);

    public Task<UpdatePolicyResponse> UpdatePolicyAsync(
        UpdatePolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<UpdatePolicyResponse>(request, UpdatePolicyRequest.Operation, cancellationToken);

    public Task<ListTargetsForPolicyResponse> ListTargetsForPolicyAsync(
        ListTargetsForPolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListTargetsForPolicyResponse>(request, ListTargetsForPolicyRequest.Operation, cancellationToken);
}
