using Amazon.CloudFormation.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;
using KillSwitch.Aws.Api.Runtime;

namespace Amazon.CloudFormation;

internal static class CloudFormationService
{
    public static ServiceIdentity Identity { get; } = new("CloudFormation", "2010-05-15", "cloudformation", "cloudformation")
    {
        Hosts = [HostRule.GovCloud with { DualStack = false }],
    };

    public static QueryProtocol Protocol { get; } = new(Identity, error => new AmazonCloudFormationException(error));
}

public sealed class AmazonCloudFormationConfig() : ServiceConfig(CloudFormationService.Identity);

internal sealed class AmazonCloudFormationException(ErrorResponse error) : ServiceException(error);

public sealed class AmazonCloudFormationClient(
    AWSCredentials? credentials, AmazonCloudFormationConfig config) : ServiceClient(credentials, config)
{
    internal Task<ListStackResourcesResponse> ListStackResourcesAsync(
        ListStackResourcesRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListStackResourcesResponse>(request, ListStackResourcesRequest.Operation, cancellationToken);

    internal Task<DescribeStackResourceResponse> DescribeStackResourceAsync(
        DescribeStackResourceRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeStackResourceResponse>(request, DescribeStackResourceRequest.Operation, cancellationToken);

    internal Task<DescribeStacksResponse> DescribeStacksAsync(
        DescribeStacksRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeStacksResponse>(request, DescribeStacksRequest.Operation, cancellationToken);

    internal Task<CreateChangeSetResponse> CreateChangeSetAsync(
        CreateChangeSetRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<CreateChangeSetResponse>(request, CreateChangeSetRequest.Operation, cancellationToken);

    internal Task<DescribeChangeSetResponse> DescribeChangeSetAsync(
        DescribeChangeSetRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeChangeSetResponse>(request, DescribeChangeSetRequest.Operation, cancellationToken);

    internal Task<ExecuteChangeSetResponse> ExecuteChangeSetAsync(
        ExecuteChangeSetRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ExecuteChangeSetResponse>(request, ExecuteChangeSetRequest.Operation, cancellationToken);

    internal Task<DeleteChangeSetResponse> DeleteChangeSetAsync(
        DeleteChangeSetRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DeleteChangeSetResponse>(request, DeleteChangeSetRequest.Operation, cancellationToken);

    internal Task<DeleteStackResponse> DeleteStackAsync(
        DeleteStackRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DeleteStackResponse>(request, DeleteStackRequest.Operation, cancellationToken);

    internal Task<DescribeStackEventsResponse> DescribeStackEventsAsync(
        DescribeStackEventsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeStackEventsResponse>(request, DescribeStackEventsRequest.Operation, cancellationToken);

    internal Task<UpdateTerminationProtectionResponse> UpdateTerminationProtectionAsync(
        UpdateTerminationProtectionRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<UpdateTerminationProtectionResponse>(request, UpdateTerminationProtectionRequest.Operation, cancellationToken);

    internal Task<GetTemplateResponse> GetTemplateAsync(
        GetTemplateRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetTemplateResponse>(request, GetTemplateRequest.Operation, cancellationToken);
}
