using System.Globalization;
using System.Xml.Linq;
using Amazon.CloudWatch.Model;
using KillSwitch.Aws.Api.Pipeline;

namespace Amazon.CloudWatch;

/// <summary>How the queries of <c>GetMetricData</c> are written, and its series read.</summary>
internal static class MetricQueries
{
    public static void Write(GetMetricDataRequest request, IDictionary<string, string> form)
    {
        form.Put("StartTime", Time(request.StartTime));
        form.Put("EndTime", Time(request.EndTime));
        form.Put("NextToken", request.NextToken);
        var queries = request.MetricDataQueries ?? [];
        for (var i = 0; i < queries.Count; i++)
        {
            var (query, name) = (queries[i], $"MetricDataQueries.member.{i + 1}.");
            form.Put(name + "Id", query.Id);
            form.Put(name + "Expression", query.Expression);
            form.Put(name + "ReturnData", query.ReturnData is { } returns ? (returns ? "true" : "false") : null);
            if (query.MetricStat is not { } stat)
                continue;
            form.Put(name + "MetricStat.Stat", stat.Stat);
            form.Put(name + "MetricStat.Period", stat.Period?.ToString(CultureInfo.InvariantCulture));
            form.Put(name + "MetricStat.Metric.Namespace", stat.Metric?.Namespace);
            form.Put(name + "MetricStat.Metric.MetricName", stat.Metric?.MetricName);
            var dimensions = stat.Metric?.Dimensions ?? [];
            for (var d = 0; d < dimensions.Count; d++)
            {
                form.Put($"{name}MetricStat.Metric.Dimensions.member.{d + 1}.Name", dimensions[d].Name);
                form.Put($"{name}MetricStat.Metric.Dimensions.member.{d + 1}.Value", dimensions[d].Value);
            }
        }
    }

    public static GetMetricDataResponse Read(XElement result) => new()
    {
        MetricDataResults = [.. result.Members("MetricDataResults").Select(series => new MetricDataResult
        {
            Id = series.Text("Id"),
            Label = series.Text("Label"),
            StatusCode = series.Text("StatusCode"),
            Timestamps = [.. series.Members("Timestamps").Select(at => DateTime.Parse(at.Value, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal))],
            Values = [.. series.Members("Values").Select(value => double.Parse(value.Value, NumberStyles.Float, CultureInfo.InvariantCulture))],
        })],
        NextToken = result.Text("NextToken"),
    };

    public static Metric ReadMetric(XElement metric) => new()
    {
        Namespace = metric.Text("Namespace"),
        MetricName = metric.Text("MetricName"),
        Dimensions = [.. metric.Members("Dimensions").Select(dimension => new Dimension { Name = dimension.Text("Name"), Value = dimension.Text("Value") })],
    };

    private static string? Time(DateTime? at) => at?.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
