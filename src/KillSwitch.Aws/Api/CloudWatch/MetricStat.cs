using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudWatch.Model;

public class MetricStat
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
