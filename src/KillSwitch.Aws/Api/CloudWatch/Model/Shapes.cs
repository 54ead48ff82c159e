using Amazon.Runtime;

namespace Amazon.CloudWatch.Model;

public class GetMetricDataRequest : AmazonWebServiceRequest
{
    public List<MetricDataQuery>? MetricDataQueries { get; set; }

    public DateTime? StartTime { get; set; }

    public DateTime? EndTime { get; set; }

    public string? NextToken { get; set; }
}

public class GetMetricDataResponse : AmazonWebServiceResponse
{
    public List<MetricDataResult>? MetricDataResults { get; set; }

    public string? NextToken { get; set; }
}

public class ListMetricsRequest : AmazonWebServiceRequest
{
    public string? Namespace { get; set; }

    public string? MetricName { get; set; }

    public string? NextToken { get; set; }
}

public class ListMetricsResponse : AmazonWebServiceResponse
{
    public List<Metric>? Metrics { get; set; }

    public string? NextToken { get; set; }
}

public class DescribeAlarmsRequest : AmazonWebServiceRequest
{
    public string? AlarmNamePrefix { get; set; }

    public string? NextToken { get; set; }
}

public class DescribeAlarmsResponse : AmazonWebServiceResponse
{
    public List<MetricAlarm>? MetricAlarms { get; set; }

    public string? NextToken { get; set; }
}

public class MetricDataQuery
{
    public string? Id { get; set; }

    public string? Expression { get; set; }

    public MetricStat? MetricStat { get; set; }

    public bool? ReturnData { get; set; }
}

public class MetricStat
{
    public Metric? Metric { get; set; }

    public int? Period { get; set; }

    public string? Stat { get; set; }
}

public class Metric
{
    public string? Namespace { get; set; }

    public string? MetricName { get; set; }

    public List<Dimension>? Dimensions { get; set; }
}

public class Dimension
{
    public string? Name { get; set; }

    public string? Value { get; set; }
}

public class MetricDataResult
{
    public string? Id { get; set; }

    public string? Label { get; set; }

    public List<DateTime>? Timestamps { get; set; }

    public List<double>? Values { get; set; }

    public string? StatusCode { get; set; }
}

public class MetricAlarm
{
    public string? AlarmName { get; set; }

    public string? StateValue { get; set; }

    public bool? ActionsEnabled { get; set; }

    public List<string>? AlarmActions { get; set; }
}
