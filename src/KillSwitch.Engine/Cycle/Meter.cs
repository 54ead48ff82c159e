using KillSwitch.Core.Drills;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.InvocationLog;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Prices;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>The one cycle over a batch of records: price, count, evaluate, intend, enforce, tell.</summary>
public sealed class Meter(CycleContext context, IPriceBook prices)
{
    private readonly RuleBook _rules = context.Rules;
    private readonly ILedger _ledger = context.Ports.Ledger;
    private readonly GuardTiming _timing = context.Timing;
    // CloudTrail's time of a call is no invocation record's.
    private readonly GuardTiming _ofTrail = context.Timing with { Stamp = RecordStamp.Unknown };
    private readonly NoPrices _noPrices = new();

    /// <summary>
    /// Count also by the hour, whatever the rules, so that usage can be looked at, and calls of which no token count is known, so that they
    /// are told.
    /// </summary>
    public bool CountsUsage { get; init; }

    /// <summary>Notes records of one request that say different things; null where nobody is to be told.</summary>
    public ContradictoryRecords? Contradictory { get; init; }

    /// <param name="batch">In any order; records met before change nothing.</param>
    /// <param name="now">When the batch is evaluated; the data lag is measured against it.</param>
    public async ValueTask<MeterReport> RunAsync(IReadOnlyCollection<Invocation> batch, DateTimeOffset now, CancellationToken cancellation)
    {
        if (context.Routes is not null)
            batch = await context.Routes.ResolveAsync(batch, cancellation);
        Invocation[] ahead = [.. batch.Where(invocation => ClockSkew.IsAhead(invocation.Timestamp, now))];
        if (ahead.Length > 0)
            batch = [.. batch.Where(invocation => !ClockSkew.IsAhead(invocation.Timestamp, now))];
        if (context.Facts is not null)
            batch = await context.Facts.DescribeAsync(_rules, batch, cancellation);
        var report = new MeterReport { Records = batch, Ahead = ahead, Refused = batch.Count(invocation => invocation.IsRefused) };
        PricedInvocation[] metered = [.. Twins.Heaviest(batch.Where(invocation => !invocation.IsRefused))
            .OrderBy(invocation => invocation.Timestamp).ThenBy(invocation => invocation.Id)
            .Select(invocation => Price(invocation, report, now))];
        if (metered.Length == 0)
            return report;

        Posting[] postings = [.. metered.Select(one => one.Posting(_rules.Calendar, now))];
        var counted = await _ledger.CountAsync(postings, cancellation);
        var replaced = await Replacements.MakeAsync(_ledger, metered, counted, _rules.Calendar, now, report.Contradictions, cancellation);
        bool[] isNew = [.. counted.Zip(replaced, (fresh, before) => fresh || before is not null)];
        Usage[] added = [.. metered.Zip(replaced, (one, before) => before is null ? one.Usage : one.Usage - before.Usage)];
        report.Counted = counted.Count(fresh => fresh);
        report.Duplicates = batch.Count - report.Refused - report.Counted;
        report.Corrected = replaced.Count(before => before is not null);
        report.NewestRecord = metered[^1].Invocation.Timestamp;
        foreach (var (one, _) in metered.Zip(counted).Where(one => one.First.UncountedAt is not null && one.Second))
        {
            report.Uncounted[one.Invocation.Model.Id] = report.Uncounted.TryGetValue(one.Invocation.Model.Id, out var calls)
                ? calls + 1
                : 1;
        }

        report.Usage = added.Where((_, i) => isNew[i]).Aggregate(default(Usage), (sum, usage) => sum + usage);

        var lag = Lag(metered, now);
        var totals = await RunningTotals.ReadAsync(
            _ledger, CountersOf(metered, now), Near, [.. postings.Where((_, i) => isNew[i])], cancellation);
        var evaluation = new BatchEvaluation(context, now, cancellation);

        // Records that are new are judged one by one, in the order of their time. Then those that came again are judged
        // on the totals as they stand, by what was reached and not by what was foreseen: a cycle that died between
        // counting and deciding is made good, and nothing else changes.
        for (var i = 0; i < metered.Length; i++)
        {
            if (!isNew[i])
                continue;
            totals.Add(postings[i]);
            foreach (var one in Evaluations(metered[i], added[i], totals, now, lag))
                await evaluation.JudgeAsync(one, report.Stops);
        }

        for (var i = 0; i < metered.Length; i++)
        {
            if (isNew[i])
                continue;
            foreach (var one in Evaluations(metered[i], fresh: null, totals, now, lag))
                await evaluation.JudgeAsync(one, report.Stops);
        }

        await evaluation.TellAsync(report.Notices);
        if (Contradictory is not null)
            await Contradictory.NoteAsync([.. report.Contradictions], now, cancellation);
        return report;

        IEnumerable<CounterKey> Near(RunningTotals most)
        {
            foreach (var one in metered)
                Approach(one, most, now);
            return MoreOf(metered, now);
        }
    }

    private PricedInvocation Price(Invocation invocation, MeterReport report, DateTimeOffset now)
    {
        var priced = prices.Price(invocation);
        if (priced.IsUnpriced)
            report.Unpriced.Add(invocation.Model.Id);
        var hits = _rules.Hits(invocation);
        Note(invocation, priced, hits);
        return new PricedInvocation(invocation, UsageOf(invocation, priced), hits, CountsUsage
            ? _rules.UsageScopes(invocation)
            : [])
        {
            UncountedAt = CountsUsage && priced.IsUncounted ? now : null,
        };
    }

    /// <summary>Remembers what is told of a model without a price.</summary>
    internal void Note(Invocation invocation, PricedCall priced, IReadOnlyList<RuleHit> hits)
    {
        if (priced.FailSafe is { } price)
            _noPrices.Note(invocation, price, hits);
    }

    /// <summary>What a call adds to its counters.</summary>
    internal static Usage UsageOf(Invocation invocation, PricedCall priced)
    {
        var (usage, tokens) = (priced.Of(invocation.Calls, invocation.Tokens), invocation.Tokens);
        // What the cache served, the endpoint does not tell.
        return invocation is not MantleShare share ? usage : usage with
        {
            Estimated = share.IsEstimated
                ? new Estimate(tokens.TotalInputTokens, tokens.UncachedInputTokens, tokens.OutputTokens, usage.Cost)
                : new Estimate(0, tokens.UncachedInputTokens, 0, default),
        };
    }

    private static IEnumerable<CounterKey> CountersOf(PricedInvocation[] metered, DateTimeOffset now)
    {
        foreach (var one in metered)
        {
            foreach (var hit in one.Hits)
            {
                foreach (var key in one.TotalOf(hit))
                    yield return key;
                foreach (var bucket in one.LaterBuckets(hit, now))
                    yield return new CounterKey(hit.Scope, bucket);
            }
        }
    }

    // What was granted beyond a limit, and how fast a counter grows, is asked only where it may be near its limit, or at a level that
    // people are told of.
    private static IEnumerable<CounterKey> MoreOf(PricedInvocation[] metered, DateTimeOffset now)
    {
        foreach (var one in metered)
        {
            for (var i = 0; i < one.Hits.Count; i++)
            {
                var hit = one.Hits[i];
                if (!one.IsNear[i])
                    continue;
                foreach (var key in one.Windows(hit, now).SelectMany(hit.Allowances.Keys))
                    yield return key;
                if (!hit.IsPredictive || one.IsLate(now))
                    continue;
                foreach (var key in one.BurnMinutes(hit).Concat(one.LaterMinutes(hit, now)))
                    yield return key;
            }
        }
    }

    // By the most that the counter may hold at any record of the batch. What was granted only takes the limit further away.
    private void Approach(PricedInvocation one, RunningTotals most, DateTimeOffset now)
    {
        for (var i = 0; i < one.Hits.Count; i++)
        {
            var hit = one.Hits[i];
            one.IsNear[i] = one.Windows(hit, now).Any(window => Evaluator.IsNear(hit.Rule, most.Sum(hit.Counters(window)), _timing));
        }
    }

    private static TimeSpan Lag(PricedInvocation[] metered, DateTimeOffset now)
    {
        var lag = now - metered[^1].Invocation.Timestamp;
        return lag > TimeSpan.Zero ? lag : TimeSpan.Zero;
    }

    // A late record may tip a trailing window that ended after it.
    private IEnumerable<CounterEvaluation> Evaluations(
        PricedInvocation one, Usage? fresh, RunningTotals totals, DateTimeOffset now, TimeSpan lag)
    {
        for (var i = 0; i < one.Hits.Count; i++)
        {
            var hit = one.Hits[i];
            if (!one.IsNear[i])
                continue;
            var own = EvaluationOf(one, hit, one.Judged(hit), fresh, totals, now, lag);
            if (!IsBehind(own, now))
                yield return own;
            foreach (var bucket in one.LaterBuckets(hit, now).Where(bucket => totals[new CounterKey(hit.Scope, bucket)].Calls > 0))
                yield return EvaluationOf(one, hit, hit.Windows.Holding(bucket.Start), fresh, totals, now, lag) with { Burn = null };
        }
    }

    // A person has seen what was in that window, and restored: nothing of it is in the one that is open.
    private static bool IsBehind(CounterEvaluation one, DateTimeOffset now) =>
        one.Hit.Windows.IsRolling && one.Allowance.Round > 0 && one.Window.End <= one.Hit.Windows.Holding(now.ToUnixTimeSeconds()).Start;

    /// <param name="one">The record.</param>
    /// <param name="hit">The rule.</param>
    /// <param name="window">Whose total is judged.</param>
    /// <param name="fresh">What the record adds; null when it was counted before.</param>
    /// <param name="totals">What the ledger holds.</param>
    /// <param name="now">When.</param>
    /// <param name="lag">Of the data.</param>
    private CounterEvaluation EvaluationOf(
        PricedInvocation one, RuleHit hit, Window window, Usage? fresh, RunningTotals totals, DateTimeOffset now, TimeSpan lag)
    {
        var allowance = hit.Allowances.Read(window, counter => totals[counter]);
        var total = totals.Sum(hit.Counters(window)) - allowance.Spared;
        var burn = fresh is not null && hit.IsPredictive && !one.IsLate(now) ? Burn(one, hit, totals, now) : null;
        return new CounterEvaluation(
            hit,
            one.Invocation.Account,
            window,
            // A record that came again has crossed nothing by itself: every level that is reached counts as crossed.
            fresh is { } usage ? total - usage : default,
            total,
            allowance,
            one.Second,
            burn,
            lag + _timing.EnforcementLag,
            Ahead: burn is null ? null : PricedInvocation.Ahead(hit, one.Second, key => totals[key]),
            Timing: one.Invocation is MantleInvocation ? _ofTrail : _timing,
            NoPrice: total.Unpriced.Amount > 0 ? _noPrices.Of(hit) : null);
    }

    private static BurnRate? Burn(PricedInvocation one, RuleHit hit, RunningTotals totals, DateTimeOffset now)
    {
        // Far from the limit nobody asks.
        if (!totals.Holds(hit.MinuteOf(one.Second)))
            return null;
        // Newer usage on the counter: what was in flight at this record has landed and is in the total.
        if (one.LaterMinutes(hit, now).Any(minute => totals[minute].Calls > 0))
            return null;
        Usage[] minutes = [.. one.BurnMinutes(hit).Select(minute => totals[minute])];
        return BurnRate.Of(hit.Rule.Limit, minutes, one.Second);
    }
}
