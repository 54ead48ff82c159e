using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;
using KillSwitch.Aws.Api.Runtime;

namespace Amazon.CloudWatchLogs;

internal static class CloudWatchLogsService
{
    public static ServiceIdentity Identity { get; } = new("CloudWatch Logs", "2014-03-28", "logs", "logs")
    {
        Hosts = [HostRule.GovCloud with { DualStack = false }],
    };

    public static JsonProtocol Protocol { get; } = new(Identity, "Logs_20140328", error => new AmazonCloudWatchLogsException(error));
}

public sealed class AmazonCloudWatchLogsConfig() : ServiceConfig(CloudWatchLogsService.Identity);

internal sealed class AmazonCloudWatchLogsException(ErrorResponse error) : ServiceException(error);

public sealed class AmazonCloudWatchLogsClient(
    AWSCredentials? credentials, AmazonCloudWatchLogsConfig config) : ServiceClient(credentials, config)
{
    internal Task<PutSubscriptionFilterResponse> PutSubscriptionFilterAsync(
        PutSubscriptionFilterRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutSubscriptionFilterResponse>(request, PutSubscriptionFilterRequest.Operation, cancellationToken);

    internal Task<DescribeSubscriptionFiltersResponse> DescribeSubscriptionFiltersAsync(
        DescribeSubscriptionFiltersRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeSubscriptionFiltersResponse>(request, DescribeSubscriptionFiltersRequest.Operation, cancellationToken);

    internal Task<DeleteSubscriptionFilterResponse> DeleteSubscriptionFilterAsync(
        DeleteSubscriptionFilterRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DeleteSubscriptionFilterResponse>(request, DeleteSubscriptionFilterRequest.Operation, cancellationToken);

    internal Task<DescribeLogGroupsResponse> DescribeLogGroupsAsync(
        DescribeLogGroupsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeLogGroupsResponse>(request, DescribeLogGroupsRequest.Operation, cancellationToken);

    internal Task<FilterLogEventsResponse> FilterLogEventsAsync(
        FilterLogEventsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<FilterLogEventsResponse>(request, FilterLogEventsRequest.Operation, cancellationToken);

    internal Task<CreateLogStreamResponse> CreateLogStreamAsync(
        CreateLogStreamRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<CreateLogStreamResponse>(request, CreateLogStreamRequest.Operation, cancellationToken);

    internal Task<PutLogEventsResponse> PutLogEventsAsync(
        PutLogEventsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutLogEventsResponse>(request, PutLogEventsRequest.Operation, cancellationToken);
}

internal sealed class Distribution(string value) : ConstantClass(value)
{
    public static readonly Distribution ByLogStream = new("ByLogStream");
}
