using System.Text.Json;
using Amazon.Organizations.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Api.Pipeline;

namespace Amazon.Organizations;

/// <summary>Organizations, as far as the guard uses them; stands in for the official client of the same name.</summary>
public class AmazonOrganizationsClient : ServiceClient
{
    private static readonly IOperation Describe = Of<DescribeOrganizationRequest, DescribeOrganizationResponse>(
        "DescribeOrganization",
        (_, _) => { },
        answer => new()
        {
            Organization = answer.Child("Organization") is { } organization
                ? new Organization { Id = organization.Text("Id"), Arn = organization.Text("Arn"), MasterAccountId = organization.Text("MasterAccountId") }
                : null,
        });

    private static readonly IOperation Attach = Of<AttachPolicyRequest, AttachPolicyResponse>(
        "AttachPolicy",
        (request, json) =>
        {
            json.Put("PolicyId", request.PolicyId);
            json.Put("TargetId", request.TargetId);
        },
        _ => new());

    private static readonly IOperation Detach = Of<DetachPolicyRequest, DetachPolicyResponse>(
        "DetachPolicy",
        (request, json) =>
        {
            json.Put("PolicyId", request.PolicyId);
            json.Put("TargetId", request.TargetId);
        },
        _ => new());

    private static readonly IOperation List = Of<ListPoliciesForTargetRequest, ListPoliciesForTargetResponse>(
        "ListPoliciesForTarget",
        (request, json) =>
        {
            json.Put("TargetId", request.TargetId);
            json.Put("Filter", request.Filter);
            json.Put("NextToken", request.NextToken);
        },
        answer => new()
        {
            Policies = [.. answer.Members("Policies").Select(policy => new PolicySummary { Id = policy.Text("Id"), Arn = policy.Text("Arn"), Name = policy.Text("Name") })],
            NextToken = answer.Text("NextToken"),
        });

    public AmazonOrganizationsClient(AWSCredentials credentials, RegionEndpoint region)
        : this(credentials, new AmazonOrganizationsConfig { RegionEndpoint = region })
    {
    }

    public AmazonOrganizationsClient(AWSCredentials credentials, AmazonOrganizationsConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    /// <exception cref="AWSOrganizationsNotInUseException">The account is in none.</exception>
    public virtual Task<DescribeOrganizationResponse> DescribeOrganizationAsync(DescribeOrganizationRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<DescribeOrganizationRequest, DescribeOrganizationResponse>(request, Describe, cancellationToken);

    /// <exception cref="DuplicatePolicyAttachmentException">It is attached already.</exception>
    public virtual Task<AttachPolicyResponse> AttachPolicyAsync(AttachPolicyRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<AttachPolicyRequest, AttachPolicyResponse>(request, Attach, cancellationToken);

    /// <exception cref="PolicyNotAttachedException">It is not attached.</exception>
    public virtual Task<DetachPolicyResponse> DetachPolicyAsync(DetachPolicyRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<DetachPolicyRequest, DetachPolicyResponse>(request, Detach, cancellationToken);

    public virtual Task<ListPoliciesForTargetResponse> ListPoliciesForTargetAsync(ListPoliciesForTargetRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<ListPoliciesForTargetRequest, ListPoliciesForTargetResponse>(request, List, cancellationToken);

    private static JsonOperation<TRequest, TResponse> Of<TRequest, TResponse>(string name, Action<TRequest, Utf8JsonWriter> write, Func<JsonElement, TResponse> read)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse =>
        new(AmazonOrganizationsConfig.OrganizationsService, "AWSOrganizationsV20161128." + name, "POST", "/", write, read, Error);

    private static AmazonOrganizationsException Error(ServiceError error) => error.Code switch
    {
        "AWSOrganizationsNotInUseException" => new AWSOrganizationsNotInUseException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        "DuplicatePolicyAttachmentException" => new DuplicatePolicyAttachmentException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        "PolicyNotAttachedException" => new PolicyNotAttachedException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        "ConcurrentModificationException" => new ConcurrentModificationException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        "AccessDeniedException" => new AccessDeniedException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        _ => new AmazonOrganizationsException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
    };
}
