using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudWatch.Model;

internal sealed class DescribeAlarmsRequest : AmazonWebServiceRequest
{
    public string? AlarmNamePrefix { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = CloudWatchService.Protocol.Operation<DescribeAlarmsRequest>(
        "DescribeAlarms",
        (to, request) => to.Add(nameof(AlarmNamePrefix), request.AlarmNamePrefix)
            .Add(nameof(NextToken), request.NextToken),
        from => new DescribeAlarmsResponse
        {
            MetricAlarms = from.Members(nameof(DescribeAlarmsResponse.MetricAlarms), MetricAlarm.Read),
            NextToken = from.OptionalText(nameof(DescribeAlarmsResponse.NextToken)),
        });
}

internal sealed class DescribeAlarmsResponse : AmazonWebServiceResponse
{
    public List<MetricAlarm>? MetricAlarms { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class GetMetricDataRequest : AmazonWebServiceRequest
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

internal sealed class GetMetricDataResponse : AmazonWebServiceResponse
{
    public List<MetricDataResult>? MetricDataResults { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class ListMetricsRequest : AmazonWebServiceRequest
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

internal sealed class ListMetricsResponse : AmazonWebServiceResponse
{
    public List<Metric>? Metrics { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class Dimension
{
    public string? Name { get; set; }

    public string? Value { get; set; }

    internal static Dimension Read(XElement from) => new()
    {
        Name = from.OptionalText(nameof(Name)),
        Value = from.OptionalText(nameof(Value)),
    };

    internal static void Write(QueryParameters to, Dimension dimension) =>
        to.Add(nameof(Name), dimension.Name)
            .Add(nameof(Value), dimension.Value);
}

internal sealed class DimensionFilter
{
    public string? Name { get; set; }

    public string? Value { get; set; }

    internal static void Write(QueryParameters to, DimensionFilter dimensionFilter) =>
        to.Add(nameof(Name), dimensionFilter.Name)
            .Add(nameof(Value), dimensionFilter.Value);
}

internal sealed class Metric
{
    public string? Namespace { get; set; }

    public string? MetricName { get; set; }

    public List<Dimension>? Dimensions { get; set; }

    internal static Metric Read(XElement from) => new()
    {
        Namespace = from.OptionalText(nameof(Namespace)),
        MetricName = from.OptionalText(nameof(MetricName)),
        Dimensions = from.Members(nameof(Dimensions), Dimension.Read),
    };

    internal static void Write(QueryParameters to, Metric metric) =>
        to.Add(nameof(Namespace), metric.Namespace)
            .Add(nameof(MetricName), metric.MetricName)
            .AddList(nameof(Dimensions), metric.Dimensions, Dimension.Write);
}

internal sealed class MetricAlarm
{
    public string AlarmName { get; set; } = "";

    public string AlarmArn { get; set; } = "";

    public StateValue? StateValue { get; set; }

    public string? StateReason { get; set; }

    public bool? ActionsEnabled { get; set; }

    public List<string>? AlarmActions { get; set; }

    internal static MetricAlarm Read(XElement from) => new()
    {
        AlarmName = from.Text(nameof(AlarmName)),
        AlarmArn = from.Text(nameof(AlarmArn)),
        StateValue = from.OptionalText(nameof(StateValue)) is { } stateValue ? new StateValue(stateValue) : null,
        StateReason = from.OptionalText(nameof(StateReason)),
        ActionsEnabled = from.OptionalBool(nameof(ActionsEnabled)),
        AlarmActions = from.Members(nameof(AlarmActions), value => value.Value),
    };
}

internal sealed class MetricDataQuery
{
    /// <summary>Begins with a small letter; names the result.</summary>
    public string? Id { get; set; }

    public MetricStat? MetricStat { get; set; }

    public bool? ReturnData { get; set; }

    internal static void Write(QueryParameters to, MetricDataQuery metricDataQuery) =>
        to.Add(nameof(Id), metricDataQuery.Id)
            .Add(nameof(MetricStat), metricDataQuery.MetricStat, MetricStat.Write)
            .Add(nameof(ReturnData), metricDataQuery.ReturnData);
}

internal sealed class MetricDataResult
{
    public string? Id { get; set; }

    /// <summary>In UTC, newest first unless asked otherwise.</summary>
    public List<DateTime>? Timestamps { get; set; }

    /// <summary>One for each of the time stamps.</summary>
    public List<double>? Values { get; set; }

    public StatusCode? StatusCode { get; set; }

    internal static MetricDataResult Read(XElement from) => new()
    {
        Id = from.OptionalText(nameof(Id)),
        Timestamps = from.Members(nameof(Timestamps), value => QueryElement.Time(value.Value)),
        Values = from.Members(nameof(Values), value => QueryElement.Number(value.Value)),
        StatusCode = from.OptionalText(nameof(StatusCode)) is { } statusCode ? new StatusCode(statusCode) : null,
    };
}

internal sealed class MetricStat
{
    public Metric? Metric { get; set; }

    /// <summary>In seconds.</summary>
    public int? Period { get; set; }

    public string? Stat { get; set; }

    internal static void Write(QueryParameters to, MetricStat metricStat) =>
        to.Add(nameof(Metric), metricStat.Metric, Metric.Write)
            .Add(nameof(Period), metricStat.Period)
            .Add(nameof(Stat), metricStat.Stat);
}
