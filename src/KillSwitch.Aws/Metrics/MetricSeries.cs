using System.Globalization;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;

namespace KillSwitch.Aws.Metrics;

/// <summary>Sums by the minute or the hour, many metrics in one request.</summary>
internal static class MetricSeries
{
    private const int MostMetrics = 500;
    private const int MostPoints = 100_800;

    /// <summary>One metric of one model, of one project alone or of all, and its name in the answer.</summary>
    public sealed record Asked(BedrockMetrics Metrics, string Name, string Model, string? Project = null);

    /// <summary>
    /// For each metric that was asked for, what it counted by the start of the period, in seconds since 1970; periods without a count are
    /// left out.
    /// </summary>
    public static async Task<IReadOnlyDictionary<Asked, Dictionary<long, long>>> ReadAsync(
        AmazonCloudWatchClient client, IReadOnlyList<Asked> metrics, DateTimeOffset from, DateTimeOffset until, TimeSpan grain,
        CancellationToken cancellation)
    {
        var period = (int)grain.TotalSeconds;
        var series = metrics.ToDictionary(asked => asked, _ => new Dictionary<long, long>());
        var points = Math.Max(1, (int)Math.Ceiling((until - from) / grain));
        foreach (var some in metrics.Chunk(Math.Clamp(MostPoints / points, 1, MostMetrics)))
        {
            var request = new GetMetricDataRequest
            {
                StartTime = from.UtcDateTime,
                EndTime = until.UtcDateTime,
                ScanBy = ScanBy.TimestampAscending,
                MetricDataQueries = [.. some.Select((asked, i) => Query(asked, i, period))],
            };
            var results = Pages.Each(
                token =>
                {
                    request.NextToken = token;
                    return client.GetMetricDataAsync(request, cancellation);
                },
                page => page.NextToken,
                page => page.MetricDataResults);
            await foreach (var result in results)
                Add(series[some[int.Parse(result.Id.AsSpan(1), CultureInfo.InvariantCulture)]], result, period);
        }

        return series;
    }

    private static MetricDataQuery Query(Asked asked, int position, int period) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"m{position}"),
        MetricStat = new MetricStat
        {
            Metric = new Metric
            {
                Namespace = asked.Metrics.Namespace,
                MetricName = asked.Name,
                Dimensions = [.. Dimensions(asked)],
            },
            Period = period,
            Stat = "Sum",
        },
    };

    private static IEnumerable<Dimension> Dimensions(Asked asked)
    {
        yield return new Dimension { Name = asked.Metrics.Dimension, Value = asked.Model };
        if (asked.Project is { } project)
            yield return new Dimension { Name = BedrockMetrics.Project, Value = project };
    }

    private static void Add(Dictionary<long, long> series, MetricDataResult result, int period)
    {
        var (times, values) = (result.Timestamps ?? [], result.Values ?? []);
        for (var i = 0; i < Math.Min(times.Count, values.Count); i++)
        {
            var second = new DateTimeOffset(DateTime.SpecifyKind(times[i], DateTimeKind.Utc)).ToUnixTimeSeconds();
            var count = (long)Math.Round(values[i]);
            if (count > 0)
                series[second - (second % period)] = series.GetValueOrDefault(second - (second % period)) + count;
        }
    }
}
