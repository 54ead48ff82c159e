using System.Xml.Linq;
using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Api.Pipeline;

namespace Amazon.CloudWatch;

/// <summary>CloudWatch metrics, as far as the guard uses them; stands in for the official client of the same name.</summary>
public class AmazonCloudWatchClient : ServiceClient
{
    private static readonly IOperation GetData = Of<GetMetricDataRequest, GetMetricDataResponse>("GetMetricData", MetricQueries.Write, MetricQueries.Read);

    private static readonly IOperation List = Of<ListMetricsRequest, ListMetricsResponse>(
        "ListMetrics",
        (request, form) =>
        {
            form.Put("Namespace", request.Namespace);
            form.Put("MetricName", request.MetricName);
            form.Put("NextToken", request.NextToken);
        },
        result => new() { Metrics = [.. result.Members("Metrics").Select(MetricQueries.ReadMetric)], NextToken = result.Text("NextToken") });

    private static readonly IOperation Alarms = Of<DescribeAlarmsRequest, DescribeAlarmsResponse>(
        "DescribeAlarms",
        (request, form) =>
        {
            form.Put("AlarmNamePrefix", request.AlarmNamePrefix);
            form.Put("NextToken", request.NextToken);
        },
        result => new()
        {
            MetricAlarms = [.. result.Members("MetricAlarms").Select(alarm => new MetricAlarm
            {
                AlarmName = alarm.Text("AlarmName"),
                StateValue = alarm.Text("StateValue"),
                ActionsEnabled = alarm.Flag("ActionsEnabled"),
                AlarmActions = [.. alarm.Members("AlarmActions").Select(action => action.Value)],
            })],
            NextToken = result.Text("NextToken"),
        });

    public AmazonCloudWatchClient(AWSCredentials credentials, RegionEndpoint region)
        : this(credentials, new AmazonCloudWatchConfig { RegionEndpoint = region })
    {
    }

    public AmazonCloudWatchClient(AWSCredentials credentials, AmazonCloudWatchConfig clientConfig)
        : base(credentials, clientConfig)
    {
    }

    /// <summary>At most 500 queries and 100,800 values a request.</summary>
    public virtual Task<GetMetricDataResponse> GetMetricDataAsync(GetMetricDataRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<GetMetricDataRequest, GetMetricDataResponse>(request, GetData, cancellationToken);

    public virtual Task<ListMetricsResponse> ListMetricsAsync(ListMetricsRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<ListMetricsRequest, ListMetricsResponse>(request, List, cancellationToken);

    public virtual Task<DescribeAlarmsResponse> DescribeAlarmsAsync(DescribeAlarmsRequest request, CancellationToken cancellationToken = default) =>
        SendAsync<DescribeAlarmsRequest, DescribeAlarmsResponse>(request, Alarms, cancellationToken);

    private static QueryOperation<TRequest, TResponse> Of<TRequest, TResponse>(
        string action, Action<TRequest, IDictionary<string, string>> write, Func<XElement, TResponse> read)
        where TRequest : AmazonWebServiceRequest
        where TResponse : AmazonWebServiceResponse =>
        new(AmazonCloudWatchConfig.Monitoring, action, write, read, Error);

    private static AmazonCloudWatchException Error(ServiceError error) => error.Code switch
    {
        "LimitExceeded" => new LimitExceededException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        "InvalidParameterValue" => new InvalidParameterValueException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
        _ => new AmazonCloudWatchException(error.Message, error.Inner, error.Type, error.Code, error.RequestId, error.Status),
    };
}
