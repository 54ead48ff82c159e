using Amazon.Organizations.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;
using KillSwitch.Aws.Api.Runtime;

namespace Amazon.Organizations;

/// <summary>One host a partition, wherever the caller is.</summary>
internal static class OrganizationsService
{
    public static ServiceIdentity Identity { get; } = new("Organizations", "2016-11-28", "organizations", "organizations")
    {
        Hosts =
        [
            new("aws", "organizations{fips}.{home}.{suffix}") { DualStack = false },
            new("aws-us-gov", "organizations.{home}.{suffix}") { DualStack = false },
            new(null, "organizations.{home}.{suffix}") { Fips = false, DualStack = false },
        ],
    };

    public static JsonProtocol Protocol { get; } =
        new(Identity, "AWSOrganizationsV20161128", error => new AmazonOrganizationsException(error));
}

public sealed class AmazonOrganizationsConfig() : ServiceConfig(OrganizationsService.Identity);

internal sealed class AmazonOrganizationsException(ErrorResponse error) : ServiceException(error);

public sealed class AmazonOrganizationsClient(
    AWSCredentials? credentials, AmazonOrganizationsConfig config) : ServiceClient(credentials, config)
{
    internal Task<AttachPolicyResponse> AttachPolicyAsync(AttachPolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<AttachPolicyResponse>(request, AttachPolicyRequest.Operation, cancellationToken);

    internal Task<DetachPolicyResponse> DetachPolicyAsync(DetachPolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DetachPolicyResponse>(request, DetachPolicyRequest.Operation, cancellationToken);

    internal Task<DescribePolicyResponse> DescribePolicyAsync(
        DescribePolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribePolicyResponse>(request, DescribePolicyRequest.Operation, cancellationToken);

    internal Task<UpdatePolicyResponse> UpdatePolicyAsync(
        UpdatePolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<UpdatePolicyResponse>(request, UpdatePolicyRequest.Operation, cancellationToken);

    internal Task<ListTargetsForPolicyResponse> ListTargetsForPolicyAsync(
        ListTargetsForPolicyRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListTargetsForPolicyResponse>(request, ListTargetsForPolicyRequest.Operation, cancellationToken);
}
