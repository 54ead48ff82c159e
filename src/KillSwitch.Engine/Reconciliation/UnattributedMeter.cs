using KillSwitch.Core.Drills;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;

namespace KillSwitch.Engine.Reconciliation;

/// <summary>
/// Judges what only CloudWatch has counted: it is added to the ledger's totals of every rule that asks for no caller. Whatever the log
/// explains later is taken off by the same stroke, as the sum is made anew each time.
/// </summary>
public sealed class UnattributedMeter(CycleContext context, Reconciler reconciler)
{
    private const long Minute = 60;

    private readonly RuleBook _rules = context.Rules;
    // CloudWatch counts a minute as a whole: which moment a record bears says nothing of it.
    private readonly GuardTiming _timing = context.Timing with { Stamp = RecordStamp.Unknown };
    private readonly string _account = context.Ports.Account;
    private readonly UnattributedCounters _counters = new(context.Rules, reconciler, context.Ports.Account);

    /// <param name="now">When.</param>
    /// <param name="betweenReadings">How long until the metrics are read again: spending goes on unseen for so long.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<MeterReport> RunAsync(DateTimeOffset now, TimeSpan betweenReadings, CancellationToken cancellation)
    {
        var report = new MeterReport();
        var minutes = reconciler.Recently().Where(minute => minute.Second <= now.ToUnixTimeSeconds()).ToList();
        if (minutes.Count == 0 || !_rules.RulesWithoutCaller.Any())
            return report;
        var newest = minutes[^1].Second;
        // Metrics that end long ago are of an account at rest: nothing is in flight.
        var age = TimeSpan.FromSeconds(Math.Max(0, now.ToUnixTimeSeconds() - newest - Minute));
        var isFresh = age <= TimeSpan.FromMinutes(BurnRate.Minutes);
        // A window that turned since the last reading is judged, too: its last minutes came after that.
        var seconds = minutes.Select(minute => minute.Second).Distinct().ToList();
        // A first look finds the counters that may be concerned; the second, made after they were read, cannot count a record
        // that came in between twice.
        var counters = await _counters.FindAsync(seconds, now.ToUnixTimeSeconds(), cancellation);
        if (counters.Count == 0)
            return report;
        var totals = await ReadAsync(counters, cancellation);
        var evaluation = new BatchEvaluation(context, now, cancellation);
        foreach (var (key, counter) in await _counters.FindAsync(seconds, now.ToUnixTimeSeconds(), cancellation))
        {
            if (!totals.TryGetValue(key, out var read))
                continue;
            var burn = isFresh && counter.Hit.IsPredictive && key.Window.Contains(newest) ? Burn(counter.Hit, minutes, newest) : null;
            await evaluation.JudgeAsync(
                new CounterEvaluation(
                    counter.Hit, _account, key.Window, default, read.Total + counter.Unattributed, read.Allowance, counter.Call.Second,
                    burn, age + betweenReadings + _timing.EnforcementLag, counter.Unattributed,
                        Ahead(counter.Hit, key.Window, newest, read.Buckets), _timing),
                report.Stops);
        }

        await evaluation.TellAsync(report.Notices);
        return report;
    }

    private async Task<Dictionary<UnattributedCounters.CounterId,
        (Usage Total, Allowance Allowance, Dictionary<CounterKey, Usage> Buckets)>> ReadAsync(
        Dictionary<UnattributedCounters.CounterId, UnattributedCounters.Counter> counters, CancellationToken cancellation)
    {
        var keys = counters.Values.SelectMany(
            counter => counter.Call.TotalOf(counter.Hit).Concat(counter.Call.AllowanceOf(counter.Hit)))
            .Distinct().ToList();
        var read = await context.Ports.Ledger.ReadAsync(keys, cancellation);
        var usage = keys.Index().ToDictionary(key => key.Item, key => read[key.Index]);
        return counters.ToDictionary(counter => counter.Key, counter => (
            Sum(counter.Value.Call.TotalOf(counter.Value.Hit)),
            counter.Value.Hit.Allowances.Read(counter.Key.Window, key => usage[key]),
            usage));

        Usage Sum(IEnumerable<CounterKey> some) => some.Aggregate(default(Usage), (sum, key) => sum + usage[key]);
    }

    // What came in the newest minute counts as come at its end. What the log has of a rolling window leaves it; what only CloudWatch
    // has is not known by the bucket.
    private static IReadOnlyList<Stretch> Ahead(RuleHit hit, Window window, long newest, Dictionary<CounterKey, Usage> buckets) =>
        PricedInvocation.Ahead(hit, newest + Minute - 1, key => buckets.GetValueOrDefault(key))
            ?? [new Stretch(TimeSpan.FromSeconds(window.End - newest - Minute), 0)];

    // How fast the metrics grow: the log may be silent.
    private BurnRate? Burn(RuleHit hit, List<(string Region, ModelId Model, long Second, Usage Usage)> minutes, long newest)
    {
        var last = new Usage[BurnRate.Minutes];
        foreach (var (region, model, second, usage) in minutes.Where(minute => minute.Second > newest - (BurnRate.Minutes * Minute)))
        {
            if (_counters.Call(region, model, second).Hits.Any(other => other.Rule.Id == hit.Rule.Id && other.Scope == hit.Scope))
                last[^(int)(1 + ((newest - second) / Minute))] += usage;
        }

        return BurnRate.Of(hit.Rule.Limit, last, newest + Minute - 1);
    }
}
