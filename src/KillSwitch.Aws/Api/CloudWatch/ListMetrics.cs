using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudWatch.Model;

public class ListMetricsRequest : AmazonCloudWatchRequest
{
    public string? Namespace { get; set; }

    public string? MetricName { get; set; }

    public List<DimensionFilter>? Dimensions { get; set; }

    public RecentlyActive? RecentlyActive { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = CloudWatchService.Protocol.Operation<ListMetricsRequest>(
        "ListMetrics",
        (to, request) => to.Add(nameof(Namespace), request.Namespace)
            .Add(nameof(MetricName), request.MetricName)
            .AddList(nameof(Dimensions), request.Dimensions, DimensionFilter.Write)
            .Add(nameof(RecentlyActive), request.RecentlyActive?.Value)
            .Add(nameof(NextToken), request.NextToken),
        from => new ListMetricsResponse
        {
            Metrics = from.Members(nameof(ListMetricsResponse.Metrics), Metric.Read),
            NextToken = from.OptionalText(nameof(ListMetricsResponse.NextToken)),
        });
}

public class ListMetricsResponse : AmazonWebServiceResponse
{
    public List<Metric>? Metrics { get; set; }

    public string? NextToken { get; set; }
}
