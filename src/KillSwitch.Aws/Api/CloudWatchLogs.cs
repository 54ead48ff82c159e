using Amazon.CloudWatchLogs.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api;
using KillSwitch.Aws.Api.Json;

namespace Amazon.CloudWatchLogs;

internal static class CloudWatchLogsService
{
    public static ServiceIdentity Identity { get; } = new("CloudWatch Logs", "2014-03-28", "logs", "logs") { Hosts = [HostRule.GovCloud with { DualStack = false }] };

    public static JsonProtocol Protocol { get; } = new(Identity, "Logs_20140328", error => new AmazonCloudWatchLogsException(error));
}

public class AmazonCloudWatchLogsConfig() : ServiceConfig(CloudWatchLogsService.Identity);

internal sealed class AmazonCloudWatchLogsException(ErrorResponse error) : ServiceException(error);

public class AmazonCloudWatchLogsClient : ServiceClient
{
    public AmazonCloudWatchLogsClient()
        : this(new AmazonCloudWatchLogsConfig())
    {
    }

    public AmazonCloudWatchLogsClient(AmazonCloudWatchLogsConfig config)
        : this(null, config)
    {
    }

    public AmazonCloudWatchLogsClient(AWSCredentials? credentials, AmazonCloudWatchLogsConfig config)
        : base(credentials, config)
    {
    }

    public Task<PutSubscriptionFilterResponse> PutSubscriptionFilterAsync(
        PutSubscriptionFilterRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutSubscriptionFilterResponse>(request, PutSubscriptionFilterRequest.Operation, cancellationToken);

    public Task<DescribeSubscriptionFiltersResponse> DescribeSubscriptionFiltersAsync(
        DescribeSubscriptionFiltersRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeSubscriptionFiltersResponse>(request, DescribeSubscriptionFiltersRequest.Operation, cancellationToken);

    public Task<DeleteSubscriptionFilterResponse> DeleteSubscriptionFilterAsync(
        DeleteSubscriptionFilterRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DeleteSubscriptionFilterResponse>(request, DeleteSubscriptionFilterRequest.Operation, cancellationToken);

    public Task<DescribeLogGroupsResponse> DescribeLogGroupsAsync(
        DescribeLogGroupsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeLogGroupsResponse>(request, DescribeLogGroupsRequest.Operation, cancellationToken);

    public Task<FilterLogEventsResponse> FilterLogEventsAsync(
        FilterLogEventsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<FilterLogEventsResponse>(request, FilterLogEventsRequest.Operation, cancellationToken);

    public Task<CreateLogStreamResponse> CreateLogStreamAsync(
        CreateLogStreamRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<CreateLogStreamResponse>(request, CreateLogStreamRequest.Operation, cancellationToken);

    public Task<PutLogEventsResponse> PutLogEventsAsync(
        PutLogEventsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<PutLogEventsResponse>(request, PutLogEventsRequest.Operation, cancellationToken);
}

public class Distribution(string value) : ConstantClass(value)
{
    public static readonly Distribution ByLogStream = new("ByLogStream");
}
