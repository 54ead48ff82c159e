using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudWatch.Model;

public class MetricDataQuery
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
