using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;
using KillSwitch.Aws.Api.Runtime;

namespace Amazon.CloudWatch;

internal static class CloudWatchService
{
    public static ServiceIdentity Identity { get; } = new("CloudWatch", "2010-08-01", "monitoring", "monitoring")
    {
        Hosts = [HostRule.GovCloud],
    };

    public static QueryProtocol Protocol { get; } = new(Identity, error => new AmazonCloudWatchException(error));
}

public sealed class AmazonCloudWatchConfig() : ServiceConfig(CloudWatchService.Identity);

internal sealed class AmazonCloudWatchException(ErrorResponse error) : ServiceException(error);

public sealed class AmazonCloudWatchClient(AWSCredentials? credentials, AmazonCloudWatchConfig config) : ServiceClient(credentials, config)
{
    internal Task<GetMetricDataResponse> GetMetricDataAsync(GetMetricDataRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetMetricDataResponse>(request, GetMetricDataRequest.Operation, cancellationToken);

    internal Task<ListMetricsResponse> ListMetricsAsync(ListMetricsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListMetricsResponse>(request, ListMetricsRequest.Operation, cancellationToken);

    internal Task<DescribeAlarmsResponse> DescribeAlarmsAsync(
        DescribeAlarmsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeAlarmsResponse>(request, DescribeAlarmsRequest.Operation, cancellationToken);
}

internal sealed class RecentlyActive(string value) : ConstantClass(value)
{
    public static readonly RecentlyActive PT3H = new("PT3H");
}

internal sealed class ScanBy(string value) : ConstantClass(value)
{
    public static readonly ScanBy TimestampAscending = new("TimestampAscending");
}

internal sealed class StateValue(string value) : ConstantClass(value)
{
    public static readonly StateValue ALARM = new("ALARM");

    public static readonly StateValue OK = new("OK");
}

internal sealed class StatusCode(string value) : ConstantClass(value)
{
    public static readonly StatusCode Complete = new("Complete");
}
