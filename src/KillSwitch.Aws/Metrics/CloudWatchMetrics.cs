using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Scopes;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Metrics;

/// <summary>
/// Bedrock's metrics from CloudWatch, for models that are found and not configured. Calls are asked of every model, tokens only
/// of those whose calls have changed: a metric that is asked for costs the same whether it has counted or not.
/// A model's very first calls are found up to a quarter of an hour late: CloudWatch lists new metrics so late.
/// </summary>
public sealed class CloudWatchMetrics(AmazonCloudWatchClient client, string region) : IMetricSource
{
    private static readonly TimeSpan ListKept = TimeSpan.FromMinutes(5);
    // A metric may be filled up after its minute: so long after the last change it is taken as whole.
    private static readonly TimeSpan Settles = TimeSpan.FromMinutes(5);

    private readonly Dictionary<Series, Known> _known = [];
    private Dictionary<Series, HashSet<string>> _listed = [];
    private DateTimeOffset _listedAt = DateTimeOffset.MinValue;

    public string Region => region;

    /// <summary>What is added up into one <see cref="ModelMinute"/>: a minute, or an hour, which CloudWatch keeps for longer.</summary>
    public TimeSpan Grain { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Looks also for models that were last called more than three hours ago, up to two weeks.</summary>
    public bool IncludesQuiet { get; init; }

    /// <summary>Asks of the mantle endpoint also by project and model.</summary>
    public bool ByProject { get; init; }

    public async ValueTask<MetricReading> ReadAsync(DateTimeOffset from, DateTimeOffset until, CancellationToken cancellation)
    {
        await ListAsync(until, cancellation);
        var calls =
            _listed.Keys.ToDictionary(
                model => model, model => new MetricSeries.Asked(model.Metrics, model.Metrics.Calls, model.Model, model.Project));
        var counted = await MetricSeries.ReadAsync(client, [.. calls.Values], from, until, Grain, cancellation);
        var stale = new List<MetricSeries.Asked>();
        foreach (var (model, asked) in calls)
        {
            if (IsNew(model, counted[asked], from, until))
                stale.AddRange(model.Metrics.TokenMetrics(_listed[model]).Select(name => asked with { Name = name }));
        }

        var tokens = await MetricSeries.ReadAsync(client, stale, from, until, Grain, cancellation);
        foreach (var same in stale.GroupBy(asked => new Series(asked.Metrics, asked.Model, asked.Project)))
        {
            _known[same.Key].Tokens =
                Tokens(same.Key.Metrics, same.Key.Model, same.ToDictionary(asked => asked.Name, asked => tokens[asked]));
        }

        var minutes = _listed.Keys.SelectMany(model => Minutes(model, from)).ToLookup(minute => minute.Project is null);
        return new MetricReading(region, from, until, [.. minutes[true]], calls.Count + stale.Count) { ByProject = [.. minutes[false]] };
    }

    private async Task ListAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        if (now - _listedAt < ListKept && now >= _listedAt)
            return;
        var listed = new Dictionary<Series, HashSet<string>>();
        foreach (var metrics in BedrockMetrics.All)
        {
            var known = Pages.Each(
                token => client.ListMetricsAsync(
                    new ListMetricsRequest
                    {
                        Namespace = metrics.Namespace,
                        RecentlyActive = IncludesQuiet ? null : RecentlyActive.PT3H,
                        NextToken = token,
                    }, cancellation),
                page => page.NextToken,
                page => page.Metrics);
            await foreach (var metric in known)
            {
                if (!metrics.Knows(metric.MetricName ?? "") || SeriesOf(metrics, metric.Dimensions ?? []) is not { } series)
                    continue;
                if (!listed.TryGetValue(series, out var names))
                    listed.Add(series, names = new HashSet<string>(StringComparer.Ordinal));
                names.Add(metric.MetricName!);
            }
        }

        // A model that has just fallen silent stays in sight as long as its minutes are read.
        foreach (var (model, known) in _known.ToList())
        {
            if (now - known.ChangedAt > TimeSpan.FromHours(4))
                _known.Remove(model);
            else if (!listed.ContainsKey(model))
                listed.Add(model, _listed.GetValueOrDefault(model) ?? []);
        }

        (_listed, _listedAt) = (listed, now);
    }

    // The same calls are published under more dimensions, too: one alone tells each call once.
    private Series? SeriesOf(BedrockMetrics metrics, List<Dimension> dimensions)
    {
        var model = dimensions.FirstOrDefault(dimension => dimension.Name == metrics.Dimension)?.Value;
        var project = dimensions.FirstOrDefault(dimension => dimension.Name == BedrockMetrics.Project)?.Value;
        return model is not { Length: > 0 } ? null
            : dimensions.Count == 1 ? new Series(metrics, model, null)
            : dimensions.Count == 2 && ByProject && metrics.Endpoint == BedrockEndpoint.Mantle && project is { Length: > 0 }
                ? new Series(metrics, model, project)
                : null;
    }

    private bool IsNew(Series model, Dictionary<long, long> calls, DateTimeOffset from, DateTimeOffset until)
    {
        if (!_known.TryGetValue(model, out var known))
        {
            // Listed for its tokens or its calls: either may come first.
            _known.Add(model, new Known(from, until, calls));
            return true;
        }

        var start = from.ToUnixTimeSeconds();
        var isSame = known.From <= from && calls.Count == known.Calls.Count(minute => minute.Key >= start)
            && calls.All(minute => known.Calls.GetValueOrDefault(minute.Key) == minute.Value);
        var changedAt = isSame ? known.ChangedAt : until;
        var tokens = known.Tokens;
        _known[model] = new Known(isSame ? known.From : from, changedAt, calls) { Tokens = tokens };
        return !isSame || until - changedAt <= Settles;
    }

    private IEnumerable<ModelMinute> Minutes(Series model, DateTimeOffset from)
    {
        var known = _known[model];
        var id = ModelId.Parse(model.Model);
        foreach (var second in known.Calls.Keys.Union(known.Tokens.Keys).Where(second => second >= from.ToUnixTimeSeconds()).Order())
        {
            yield return new ModelMinute(
                region, model.Metrics.Endpoint, id, second, known.Calls.GetValueOrDefault(second), known.Tokens.GetValueOrDefault(second))
            {
                Project = model.Project,
            };
        }
    }

    private static Dictionary<long, TokenUsage> Tokens(
        BedrockMetrics metrics, string model, Dictionary<string, Dictionary<long, long>> series)
    {
        // As in the log: OpenAI's models count cached tokens among the input tokens, all others apart.
        var includesCached = ModelId.Parse(model).Vendor == "openai";
        return series.Values.SelectMany(one => one.Keys).Distinct().ToDictionary(second => second, second =>
        {
            var (read, write) = (Most(metrics.CacheRead), Most(metrics.CacheWrite));
            var input = Most([metrics.Input]);
            return new TokenUsage(includesCached ? Math.Max(0, input - read - write) : input, Most([metrics.Output]), read, write);

            long Most(IEnumerable<string> names) =>
                names.Select(name => series.GetValueOrDefault(name)?.GetValueOrDefault(second) ?? 0).DefaultIfEmpty().Max();
        });
    }

    private readonly record struct Series(BedrockMetrics Metrics, string Model, string? Project);

    private sealed record Known(DateTimeOffset From, DateTimeOffset ChangedAt, Dictionary<long, long> Calls)
    {
        public Dictionary<long, TokenUsage> Tokens { get; set; } = [];
    }
}
