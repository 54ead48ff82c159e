using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Scopes;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Reconciliation;

namespace KillSwitch.Engine.Mantle;

/// <summary>
/// Counts what the mantle endpoint's metrics show to those who called: the calls are known one by one, by CloudTrail; the tokens by the
/// minute, by model and project. Each look reckons the last minutes anew, as calls and metrics may come late: what has changed counts in
/// the place of what was counted before.
/// </summary>
/// <param name="book">The ledger.</param>
/// <param name="meter">Counts and judges.</param>
/// <param name="account">Whose calls.</param>
public sealed class MantleCallers(IUsageBook book, Meter meter, string account)
{
    // CloudTrail tells of a call within a quarter of an hour.
    private static readonly TimeSpan Settles = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan AfterAPause = TimeSpan.FromHours(3);

    private DateTimeOffset? _lookedAt;

    /// <summary>
    /// The regions whose mantle endpoint was called lately while nobody is told of its calls, as of the last look.
    /// </summary>
    public IReadOnlyList<string> Unheard { get; private set; } = [];

    /// <param name="readings">Of every region.</param>
    /// <returns>What came of it; null where nothing has changed.</returns>
    public async ValueTask<MeterReport?> RunAsync(
        IReadOnlyList<MetricReading> readings, DateTimeOffset now, CancellationToken cancellation)
    {
        var from = _lookedAt is { } last && now - last < AfterAPause ? last - Settles : now - AfterAPause;
        // What was given to whom before these minutes decides who is still waiting in the first of them.
        var before = from - MinuteShares.LongestCall - MinuteShares.LongestCall;
        var minutes = Mantle(readings.SelectMany(reading => reading.Minutes), before);
        if (!minutes.Any(minute => minute.Second >= from.ToUnixTimeSeconds()))
        {
            (_lookedAt, Unheard) = (now, []);
            return null;
        }

        var listed = (await book.ListAsync(
            MantleCalls.Minutes((before - MinuteShares.LongestCall).ToUnixTimeSeconds(), now.ToUnixTimeSeconds() + 1),
            MantleCalls.Shape(account), cancellation)).Select(one => new Told(one.Counter, one.Usage)).ToList();
        var shares = SharesOf(minutes, Mantle(readings.SelectMany(reading => reading.ByProject), before), listed)
            .Where(share => share.Timestamp >= from).ToDictionary(MantleCalls.Counter);
        // What was given, and was somebody else's.
        var taken = listed.Where(told => told.Counter.Bucket.From >= from && told.Usage.Tokens != default
            && !shares.ContainsKey(told.Counter))
            .Select(told => MantleCalls.ShareOf(told.Counter.Scope, account, told.Counter.Bucket.Start, default, 0, isEstimated: false));
        var known = listed.ToDictionary(told => told.Counter);
        List<MantleShare> changed =
            [.. taken, .. shares.Where(share => !IsCounted(share.Value, known.GetValueOrDefault(share.Key))).Select(share => share.Value)];
        var report = changed.Count == 0 ? null : await meter.RunAsync(changed, now, cancellation);
        Unheard = UnheardOf(minutes, listed, now);
        _lookedAt = now;
        return report;
    }

    /// <summary>Whether the mantle endpoint was called within the last quarter of an hour.</summary>
    public static bool IsCalled(MetricReading reading, DateTimeOffset now) =>
        Mantle(reading.Minutes, now - TimeSpan.FromMinutes(15)).Count > 0;

    private static List<ModelMinute> Mantle(IEnumerable<ModelMinute> minutes, DateTimeOffset from) =>
        [.. minutes.Where(minute => minute.Endpoint == BedrockEndpoint.Mantle && minute.Second >= from.ToUnixTimeSeconds())];

    private static bool IsCounted(MantleShare share, Told? told) => told?.Usage is { } usage && usage.Tokens == share.Tokens
        && share.IsEstimated == (usage.Estimated.InputTokens > 0 || usage.Estimated.OutputTokens > 0);

    // A minute that is over since long, and of which no call was told near it.
    private static IReadOnlyList<string> UnheardOf(List<ModelMinute> minutes, List<Told> listed, DateTimeOffset now)
    {
        var (since, until) = ((now - TimeSpan.FromHours(1)).ToUnixTimeSeconds(), (now - TimeSpan.FromMinutes(20)).ToUnixTimeSeconds());
        return [.. minutes.Where(minute => minute.Second >= since && minute.Second < until && minute.Calls > 0)
            .Where(minute => !listed.Any(told => told.Usage.Calls > 0 && told.Region == minute.Region
                && Math.Abs(told.Counter.Bucket.Start - minute.Second) <= MinuteShares.LongestCall.TotalSeconds))
            .Select(minute => minute.Region).Distinct().Order(StringComparer.Ordinal)];
    }

    private IEnumerable<MantleShare> SharesOf(List<ModelMinute> minutes, List<ModelMinute> projects, List<Told> listed) =>
        minutes.GroupBy(minute => ModelKey.Of(minute.Region, minute.Model)).SelectMany(model => SharesByProject(
            [.. model],
            [.. projects.Where(minute => ModelKey.Of(minute.Region, minute.Model) == model.Key)],
            [.. listed.Where(told => told.Usage.Calls > 0 && told.Model == model.Key)]));

    // By project where the metrics tell it; what is left of a model's minute is of the projects that they do not tell yet.
    private IEnumerable<MantleShare> SharesByProject(List<ModelMinute> model, List<ModelMinute> projects, List<Told> listed)
    {
        var known = projects.Select(minute => minute.Project).ToHashSet();
        var byProject = known.SelectMany(project => SharesOf(
            Sum(projects.Where(minute => minute.Project == project)), listed.Where(told => told.Project == project)));
        var (all, told) = (Sum(model), Sum(projects));
        var rest = all.ToDictionary(minute => minute.Key, minute => told.TryGetValue(minute.Key, out var part)
            ? (minute.Value.Calls - part.Calls, minute.Value.Tokens - part.Tokens)
            : minute.Value)
            .Where(minute => minute.Value is { Item1: > 0, Item2: { InputTokens: >= 0, OutputTokens: >= 0 } }).ToDictionary();
        return byProject.Concat(SharesOf(rest, listed.Where(told => !known.Contains(told.Project))));
    }

    private IEnumerable<MantleShare> SharesOf(
        IReadOnlyDictionary<long, (long Calls, TokenUsage Tokens)> minutes, IEnumerable<Told> listed) =>
        MinuteShares.Of(
            minutes,
            listed.GroupBy(told => told.Counter.Bucket.Start).ToDictionary(
                minute => minute.Key,
                minute => (IReadOnlyDictionary<string, long>)minute.ToDictionary(told => told.Counter.Scope, told => told.Usage.Calls)))
            .Select(share => MantleCalls.ShareOf(
                share.Caller, account, share.Second, share.Tokens, share.Covered, share.IsEstimated));

    private static Dictionary<long, (long Calls, TokenUsage Tokens)> Sum(IEnumerable<ModelMinute> minutes) =>
        minutes.GroupBy(minute => minute.Second).ToDictionary(
            same => same.Key,
            same => same.Aggregate(
                (Calls: 0L, Tokens: default(TokenUsage)), (sum, one) => (sum.Calls + one.Calls, sum.Tokens + one.Tokens)));

    // What is known of one caller's minute: how often it called, and what it was given.
    private sealed record Told(CounterKey Counter, Usage Usage)
    {
        public string Region { get; } = MantleCalls.RegionOf(Counter.Scope);

        public string? Project { get; } = MantleCalls.ProjectOf(Counter.Scope);

        public ModelKey Model { get; } = ModelKey.Of(MantleCalls.RegionOf(Counter.Scope), MantleCalls.ModelOf(Counter.Scope));
    }
}
