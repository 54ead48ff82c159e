using KillSwitch.Aws.Api.Query;

namespace Amazon.CloudWatch.Model;

public class MetricDataQuery
{
    /// <summary>Begins with a small letter; names the result.</summary>
    public string? Id { get; set; }

    public MetricStat? MetricStat { get; set; }

    public string? Expression { get; set; }

    public string? Label { get; set; }

    /// <summary>In seconds.</summary>
    public int? Period { get; set; }

    public bool? ReturnData { get; set; }

    public string? AccountId { get; set; }

    internal static void Write(QueryParameters to, MetricDataQuery metricDataQuery) =>
        to.Add(nameof(Id), metricDataQuery.Id)
            .Add(nameof(MetricStat), metricDataQuery.MetricStat, MetricStat.Write)
            .Add(nameof(Expression), metricDataQuery.Expression)
            .Add(nameof(Label), metricDataQuery.Label)
            .Add(nameof(Period), metricDataQuery.Period)
            .Add(nameof(ReturnData), metricDataQuery.ReturnData)
            .Add(nameof(AccountId), metricDataQuery.AccountId);
}
