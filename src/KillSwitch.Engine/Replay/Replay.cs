using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Replay;

/// <summary>
/// Runs recorded calls through the deployed engine on an embedded account. A call that a stop would have refused does not happen;
/// one that happens reaches the guard after the detection delay, and a deny works after the enforcement delay.
/// </summary>
public sealed class Replay
{
    private const int ReportEvery = 1024;

    private readonly ReplayOptions _options;
    private readonly RuleBook _rules;
    private readonly IPriceBook _prices;
    private readonly GuardPorts _ports;
    private readonly RecordingNotifier _notifier = new();
    private readonly InMemoryAccount _account;
    private readonly Enforcement _enforcement;
    private readonly Meter _meter;
    private readonly ReplayClock _releases = new();
    private readonly Queue<Invocation> _unseen = new();
    private readonly Dictionary<string, CountedRule> _rulesById;
    private readonly List<StopTally> _tallies = [];
    private readonly Dictionary<(string Rule, string Scope), StopTally> _counting = [];

    private Replay(Policy policy, IPriceBook prices, ReplayOptions options)
    {
        _options = options;
        _prices = prices;
        _rules = new RuleBook(policy);
        _rules.Know(options.Paths);
        _rulesById = _rules.Counting.ToDictionary(rule => rule.Id, StringComparer.Ordinal);
        _account = new InMemoryAccount(options.EnforcementDelay, _rules.IsExempt);
        _ports = InMemoryPorts.Of(_account) with { Notifier = _notifier };
        _enforcement = new Enforcement(_ports);
        _meter = new Meter(
            new CycleContext(_rules, _enforcement) { Timing = new GuardTiming(options.EnforcementDelay) }, prices);
    }

    /// <param name="policy">What is back-tested.</param>
    /// <param name="prices">What calls cost.</param>
    /// <param name="records">In any order; the result does not depend on it.</param>
    /// <param name="options">The delays.</param>
    /// <param name="progress">Told now and then how many records are done; null for none.</param>
    /// <param name="cancellation">Ends the run with an exception.</param>
    public static async ValueTask<ReplayResult> RunAsync(
        Policy policy, IPriceBook prices, IEnumerable<Invocation> records, ReplayOptions options, IProgress<long>? progress,
        CancellationToken cancellation)
    {
        var ordered = RecordSet.Order(records, out var duplicates);
        return ordered.Count == 0
            ? new ReplayResult { Mode = policy.Mode }
            : await new Replay(policy, prices, options).RunAsync(ordered, duplicates, progress, cancellation);
    }

    private async ValueTask<ReplayResult> RunAsync(
        IReadOnlyList<Invocation> records, long duplicates, IProgress<long>? progress, CancellationToken cancellation)
    {
        var timeline = new Timeline(records[0].Timestamp, records[^1].Timestamp, _options.TimelineSteps);
        var (refusedBy, principals, models) = (new Dictionary<string, long>(StringComparer.Ordinal), new SpendByName(), new SpendByName());
        var unpriced = new SortedSet<string>(StringComparer.Ordinal);
        var (without, with, tokens, refused, uncounted) = (Usd.Zero, Usd.Zero, default(TokenUsage), 0L, 0L);
        var (off, offWith) = (Usd.Zero, Usd.Zero);
        for (var done = 0; done < records.Count; done++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (done % ReportEvery == 0)
                progress?.Report(done);
            var record = records[done];
            if (record.IsRefused)
            {
                refused++;
                var code = record.ErrorCode ?? "";
                refusedBy[code] = refusedBy.GetValueOrDefault(code) + 1;
                continue;
            }

            await AdvanceAsync(record.Timestamp, cancellation);
            var priced = _prices.Price(record);
            if (priced.IsUnpriced)
                unpriced.Add(record.Model.Id);
            if (priced.IsUncounted)
                uncounted++;
            var happens = !_account.IsDenied(record);
            timeline.Add(record, priced.Cost, happens);
            principals.Add(DimensionValue.Of(record, Dimension.Principal), priced.Cost, happens);
            models.Add(DimensionValue.Of(record, Dimension.Model), priced.Cost, happens);
            without += priced.Cost;
            off += priced.Discount;
            tokens += record.Tokens;
            if (!happens)
                continue;
            with += priced.Cost;
            offWith += priced.Discount;
            Tally(record, priced);
            _unseen.Enqueue(record);
        }

        var seen = records[^1].Timestamp + _options.DetectionDelay;
        await AdvanceAsync(_options.Until > seen ? _options.Until.Value : seen, cancellation);
        var stops = await StopsAsync(cancellation);
        return new ReplayResult
        {
            Mode = _rules.Policy.Mode,
            From = records[0].Timestamp,
            To = records[^1].Timestamp,
            Invocations = records.Count - refused,
            Refused = refused,
            RefusedBy = [.. refusedBy.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal)
                .Select(one => (one.Key, one.Value))],
            ByPrincipal = principals.Rows(),
            ByModel = models.Rows(),
            Duplicates = duplicates,
            Unpriced = [.. unpriced],
            Uncounted = uncounted,
            AssumedPaths = AssumedPaths(records),
            UnknownValues = [.. UnknownValues(records)],
            AssumedGateways = AssumedGateways(stops),
            WithoutGuard = without,
            WithGuard = with,
            ListSpend = off == Usd.Zero ? null : new ListSpend(without + off, with + offWith),
            Tokens = tokens,
            Stops = stops,
            Notifications = [.. _notifier.Notices.Select(notice =>
                new ReplayNotification(notice.Key.Trip.Rule, CounterOf(notice), notice.At, notice.Key.Level))],
            Timeline = timeline.Totals(),
        };
    }

    private IReadOnlyList<AssumedPath> AssumedPaths(IReadOnlyList<Invocation> records)
    {
        if (_rules.PathPatterns.Count == 0)
            return [];
        List<Principal> unknown =
            [.. records.Select(DimensionValue.Localized).Distinct().Where(one => (one.Path ?? _options.Paths.Of(one.Name)) is null)];
        return [.. _rules.PathPatterns.DistinctBy(pattern => pattern.Written)
            .Select(pattern =>
                new AssumedPath(pattern.Written.Pattern,
                    [.. unknown.Where(one => pattern.Matches(one, PrincipalPaths.Unknown)).Select(one => one.Name).Distinct()
                    .Order(StringComparer.Ordinal)]))
            .Where(assumed => assumed.Principals.Count > 0)];
    }

    private IReadOnlyList<AssumedGateways> AssumedGateways(IReadOnlyList<ReplayStop> stops) =>
        _rules.Policy.Mode == PolicyMode.Observe ? [] :
        [
            .. stops.Where(stop => stop is { Target.Kind: StopScope.Tag, EffectiveAt: not null }).GroupBy(stop => stop.Rule)
                .Select(rule => new AssumedGateways(
                    rule.Key, [.. rule.Select(stop => stop.Target.Name).Distinct().Order(StringComparer.Ordinal)],
                    _rulesById[rule.Key].Escalate)),
        ];

    private IEnumerable<UnknownValue> UnknownValues(IReadOnlyList<Invocation> records)
    {
        foreach (var dimension in _rules.Asked.OrderBy(one => one.Kind).ThenBy(one => one.TagKey, StringComparer.Ordinal))
        {
            List<string> names = [.. records.Where(record => DimensionValue.Of(record, dimension) == Missing.Unknown)
                .Select(record => DimensionValue.Of(record, dimension.IsOfCaller ? Dimension.Principal : Dimension.Profile))
                .Distinct().Order(StringComparer.Ordinal)];
            if (names.Count > 0 && UsageView.IsOnRequest(dimension))
                yield return new UnknownValue(dimension.ToString(), names);
        }
    }

    /// <summary>Lets happen, in order, everything that is due by <paramref name="now"/>: evaluations and ends of stops.</summary>
    private async ValueTask AdvanceAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        while (_unseen.TryPeek(out var next) && next.Timestamp + _options.DetectionDelay <= now)
        {
            var seenAt = next.Timestamp + _options.DetectionDelay;
            await ReleaseAsync(seenAt, cancellation);
            var batch = new List<Invocation>();
            while (_unseen.TryPeek(out var same) && same.Timestamp == next.Timestamp)
                batch.Add(_unseen.Dequeue());
            var report = await _meter.RunAsync(batch, seenAt, cancellation);
            foreach (var stop in report.Stops)
                Follow(stop);
        }

        await ReleaseAsync(now, cancellation);
    }

    private async ValueTask ReleaseAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        while (_releases.TryTake(now, out var moment))
            await _enforcement.ResumeAsync(moment, cancellation);
    }

    private void Follow(Stop stop)
    {
        // Nobody stops by hand here.
        if (stop.Cause is not StopCause.ByRule cause)
            return;
        if (stop.ReleaseAt is { } end)
            _releases.Add(end);
        var tally = new StopTally(stop, cause, _rulesById[cause.Trip.Rule], stop.EnforcedAt ?? stop.At + _options.EnforcementDelay);
        _tallies.Add(tally);
        _counting[(cause.Trip.Rule, cause.Trip.Scope)] = tally;
        // What has happened already but was not seen yet when the stop was decided.
        foreach (var record in _unseen)
            Tally(record, _prices.Price(record), only: tally);
    }

    private void Tally(Invocation record, PricedCall priced, StopTally? only = null)
    {
        if (_counting.Count == 0)
            return;
        foreach (var hit in _rules.Hits(record))
        {
            var key = (hit.Rule.Id, hit.Scope);
            if (!_counting.TryGetValue(key, out var tally) || (only is not null && tally != only))
                continue;
            if (!tally.TryAdd(record.Timestamp, priced.Of(1, record.Tokens)))
                _counting.Remove(key);
        }
    }

    private ReplayTarget CounterOf(Notice notice)
    {
        var per = _rulesById[notice.Key.Trip.Rule].Per;
        var kind = per.Contains(Dimension.Session) ? StopScope.Session
            : per.Contains(Dimension.Principal) ? StopScope.Principal
            : per.Contains(Dimension.Model) ? StopScope.Model
            : per.Any(dimension => dimension.Kind == DimensionKind.PrincipalTag) ? StopScope.Principals
            : per.Any(dimension => dimension.Kind == DimensionKind.Tag) ? StopScope.Tag
            : StopScope.Account;
        return new ReplayTarget(kind, notice.Subject, notice.Account);
    }

    private async ValueTask<IReadOnlyList<ReplayStop>> StopsAsync(CancellationToken cancellation)
    {
        var results = new List<ReplayStop>(_tallies.Count);
        foreach (var tally in _tallies)
            results.Add(tally.Result(await _ports.Stops.FindAsync(tally.Stop.Id, cancellation) ?? tally.Stop));
        return results;
    }
}
