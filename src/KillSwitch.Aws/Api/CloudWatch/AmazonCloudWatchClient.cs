using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Api;

namespace Amazon.CloudWatch;

public class AmazonCloudWatchClient : ServiceClient
{
    public AmazonCloudWatchClient()
        : this(new AmazonCloudWatchConfig())
    {
    }

    public AmazonCloudWatchClient(AmazonCloudWatchConfig config)
        : this(null, config)
    {
    }

    public AmazonCloudWatchClient(AWSCredentials? credentials, AmazonCloudWatchConfig config)
        : base(credentials, config)
    {
    }

    public Task<GetMetricDataResponse> GetMetricDataAsync(GetMetricDataRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<GetMetricDataResponse>(request, GetMetricDataRequest.Operation, cancellationToken);

    public Task<ListMetricsResponse> ListMetricsAsync(ListMetricsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<ListMetricsResponse>(request, ListMetricsRequest.Operation, cancellationToken);

    public Task<DescribeAlarmsResponse> DescribeAlarmsAsync(DescribeAlarmsRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeAlarmsResponse>(request, DescribeAlarmsRequest.Operation, cancellationToken);
}
