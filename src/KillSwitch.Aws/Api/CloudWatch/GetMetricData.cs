using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudWatch.Model;

public class GetMetricDataRequest : AmazonCloudWatchRequest
{
    public List<MetricDataQuery>? MetricDataQueries { get; set; }

    /// <summary>In UTC, inclusive.</summary>
    public DateTime? StartTime { get; set; }

    /// <summary>In UTC, exclusive.</summary>
    public DateTime? EndTime { get; set; }

    public string? NextToken { get; set; }

    public ScanBy? ScanBy { get; set; }

    internal static InvokeOptions Operation { get; } = CloudWatchService.Protocol.Operation<GetMetricDataRequest>(
        "GetMetricData",
        (to, request) => to.AddList(nameof(MetricDataQueries), request.MetricDataQueries, MetricDataQuery.Write)
            .Add(nameof(StartTime), request.StartTime)
            .Add(nameof(EndTime), request.EndTime)
            .Add(nameof(NextToken), request.NextToken)
            .Add(nameof(ScanBy), request.ScanBy?.Value),
        from => new GetMetricDataResponse
        {
            MetricDataResults = from.Members(nameof(GetMetricDataResponse.MetricDataResults), MetricDataResult.Read),
            NextToken = from.OptionalText(nameof(GetMetricDataResponse.NextToken)),
        });
}

public class GetMetricDataResponse : AmazonWebServiceResponse
{
    public List<MetricDataResult>? MetricDataResults { get; set; }

    public string? NextToken { get; set; }
}
