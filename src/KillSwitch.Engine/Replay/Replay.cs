using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.InMemory;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Replay.Counting;
using KillSwitch.Engine.Replay.Records;

namespace KillSwitch.Engine.Replay;

/// <summary>
/// Runs recorded calls through the deployed engine on an embedded account. A call that a stop would have refused does not happen;
/// one that happens reaches the guard after the detection delay, and a deny works after the enforcement delay.
/// </summary>
public sealed class Replay
{
    private const int ReportEvery = 1024;

    // Counters that no window holds any more are let go when there are this many more than was left the last time.
    private const int CountersBetween = 200_000;

    // Beside the longest trailing window: for what is looked at of the past, minutes and late ends of stops.
    private static readonly TimeSpan LooksBack = TimeSpan.FromDays(1);

    private readonly ReplayOptions _options;
    private readonly RuleBook _rules;
    private readonly SharedPrices _prices;
    private readonly GuardPorts _ports;
    private readonly RecordingNotifier _notifier = new();
    private readonly InMemoryAccount _account;
    private readonly Enforcement _enforcement;
    private readonly Meter _meter;
    private readonly InMemoryLedger _ledger;
    private readonly TimeSpan _keepsCounters;
    private readonly ReplayClock _releases = new();
    private readonly Queue<SeenCall> _unseen = new();
    private readonly ReplayCounts _counts;
    private readonly List<SeenCall> _batch = [];
    private readonly Dictionary<string, CountedRule> _rulesById;
    private readonly List<StopTally> _tallies = [];
    private int _countersLeft;
    private readonly Dictionary<(string Rule, string Scope), StopTally> _counting = [];

    private Replay(Policy policy, IPriceBook prices, ReplayOptions options)
    {
        _options = options;
        // Calls are priced beside the meter, which prices some of them, too.
        _prices = new SharedPrices(prices);
        _rules = new RuleBook(policy);
        _rules.Know(options.Paths);
        _rulesById = _rules.Counting.ToDictionary(rule => rule.Id, StringComparer.Ordinal);
        _account = new InMemoryAccount(options.EnforcementDelay, _rules.IsExempt);
        // One record a request is all that the meter gets.
        _ledger = new InMemoryLedger { ComesOnce = record => !AllowanceCounters.IsOne(record) };
        _ports = InMemoryPorts.Of(_account) with { Notifier = _notifier, Ledger = _ledger, Book = _ledger };
        _keepsCounters = LooksBack + _rules.Counting.Select(rule => rule.Every).OfType<Every.Rolling>()
            .Select(every => every.Duration).DefaultIfEmpty().Max();
        _enforcement = new Enforcement(_ports);
        var timing = new GuardTiming(options.EnforcementDelay);
        _meter = new Meter(new CycleContext(_rules, _enforcement) { Timing = timing }, _prices);
        _counts = new ReplayCounts(_ledger, timing);
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
        using var ordered = ReplayRecords.Of(records);
        return await RunAsync(policy, prices, ordered, options, progress, cancellation);
    }

    /// <inheritdoc cref="RunAsync(Policy, IPriceBook, IEnumerable{Invocation}, ReplayOptions, IProgress{long}, CancellationToken)"/>
    public static ValueTask<ReplayResult> RunAsync(
        Policy policy, IPriceBook prices, ReplayRecords records, ReplayOptions options, IProgress<long>? progress,
        CancellationToken cancellation) => records.Count == 0
            ? ValueTask.FromResult(new ReplayResult { Mode = policy.Mode })
            : new Replay(policy, prices, options).RunAsync(records, progress, cancellation);

    private static IReadOnlyList<ReplaySpend> SpendOf(SpendByName names) =>
        [.. names.Rows().Select(row => new ReplaySpend(row.Name, row.Spend.Calls, row.Spend.WithoutGuard, row.Spend.WithGuard))];

    private async ValueTask<ReplayResult> RunAsync(ReplayRecords records, IProgress<long>? progress, CancellationToken cancellation)
    {
        var timeline = new Timeline(records.First, records.Last, _options.TimelineSteps);
        var unknown = new UnknownOfCalls(_rules, _options.Paths);
        var (refusedBy, principals, models) = (new Dictionary<string, long>(StringComparer.Ordinal), new SpendByName(), new SpendByName());
        var unpriced = new SortedSet<string>(StringComparer.Ordinal);
        var (without, with, tokens, refused, uncounted) = (Usd.Zero, Usd.Zero, default(TokenUsage), 0L, 0L);
        var (off, offWith) = (Usd.Zero, Usd.Zero);
        var (done, subjects) = (0L, new ReplaySubjects(_rules, principals, models, unknown.Add));
        foreach (var (record, priced, subject) in ReadAhead.Of(records.Read().Select(Priced)))
        {
            cancellation.ThrowIfCancellationRequested();
            if (done++ % ReportEvery == 0)
                progress?.Report(done);
            if (record.IsRefused)
            {
                refused++;
                var code = record.ErrorCode ?? "";
                refusedBy[code] = refusedBy.GetValueOrDefault(code) + 1;
                continue;
            }

            if (IsDue(record.Timestamp))
                await AdvanceAsync(record.Timestamp, cancellation);
            if (priced.IsUnpriced)
                unpriced.Add(record.Model.Id);
            if (priced.IsUncounted)
                uncounted++;
            var happens = !_account.IsDenied(record);
            timeline.Add(record, priced.Cost, happens);
            subject.Principal.Add(priced.Cost, happens);
            subject.Model.Add(priced.Cost, happens);
            without += priced.Cost;
            off += priced.Discount;
            tokens += record.Tokens;
            if (!happens)
                continue;
            with += priced.Cost;
            offWith += priced.Discount;
            Tally(record, priced);
            _unseen.Enqueue(new SeenCall(record, priced, subject));
        }

        var seen = records.Last + _options.DetectionDelay;
        await AdvanceAsync(_options.Until > seen ? _options.Until.Value : seen, cancellation);
        var stops = await StopsAsync(cancellation);
        return new ReplayResult
        {
            Mode = _rules.Policy.Mode,
            From = records.First,
            To = records.Last,
            Invocations = records.Count - refused,
            Refused = refused,
            RefusedBy = [.. refusedBy.OrderByDescending(one => one.Value).ThenBy(one => one.Key, StringComparer.Ordinal)
                .Select(one => (one.Key, one.Value))],
            ByPrincipal = SpendOf(principals),
            ByModel = SpendOf(models),
            Duplicates = records.Duplicates,
            Unpriced = [.. unpriced],
            Uncounted = uncounted,
            AssumedPaths = unknown.AssumedPaths(),
            UnknownValues = unknown.Values(),
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

        // Refused calls cost nothing.
        SeenCall Priced(Invocation record) =>
            new(record, record.IsRefused ? default : _prices.Price(record), subjects.Of(record));
    }

    private IReadOnlyList<AssumedGateways> AssumedGateways(IReadOnlyList<ReplayStop> stops) =>
        _rules.Policy.Mode == PolicyMode.Observe ? [] :
        [
            .. stops.Where(stop => stop is { Target.Kind: StopScope.Tag, EffectiveAt: not null }).GroupBy(stop => stop.Rule)
                .Select(rule => new AssumedGateways(
                    rule.Key, [.. rule.Select(stop => stop.Target.Name).Distinct().Order(StringComparer.Ordinal)],
                    _rulesById[rule.Key].Escalate)),
        ];

    private bool IsDue(DateTimeOffset now) => _releases.IsDue(now)
        || (_unseen.TryPeek(out var next) && next.Record.Timestamp + _options.DetectionDelay <= now);

    /// <summary>Lets happen, in order, everything that is due by <paramref name="now"/>: evaluations and ends of stops.</summary>
    private async ValueTask AdvanceAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        while (_unseen.TryPeek(out var next) && next.Record.Timestamp + _options.DetectionDelay <= now)
        {
            var seenAt = next.Record.Timestamp + _options.DetectionDelay;
            await ReleaseAsync(seenAt, cancellation);
            if (_ledger.Counters > _countersLeft + CountersBetween)
            {
                var before = (seenAt - _keepsCounters).ToUnixTimeSeconds();
                _ledger.Forget(before);
                _counts.Forget(before);
                _countersLeft = _ledger.Counters;
            }

            _batch.Clear();
            while (_unseen.TryPeek(out var same) && same.Record.Timestamp == next.Record.Timestamp)
                _batch.Add(_unseen.Dequeue());
            if (!_options.JudgesAll && _counts.TryCount(_batch, seenAt))
            {
                foreach (var call in _batch)
                    Note(call);
                continue;
            }

            var report = await _meter.RunAsync([.. _batch.Select(call => call.Record)], seenAt, cancellation);
            foreach (var stop in report.Stops)
                Follow(stop);
        }

        await ReleaseAsync(now, cancellation);
    }

    // The meter tells of it whichever of the two counted it.
    private void Note(in SeenCall call)
    {
        if (call.Priced.FailSafe is not null)
            _meter.Note(call.Record, call.Priced, _rules.Hits(call.Record));
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
        foreach (var call in _unseen)
            Tally(call.Record, call.Priced, only: tally);
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
