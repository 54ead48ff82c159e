using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.InMemory;

namespace KillSwitch.Engine.Replay.Counting;

/// <summary>
/// Counts the records of a replay that no rule can find anything on, which are most: each counter is found once and then added to.
/// INVARIANT (the meter decides): wherever any rule could find anything, nothing is counted here, and the ledger is as the meter would have
/// left it. Records come in the order of their time.
/// </summary>
internal sealed class ReplayCounts(InMemoryLedger ledger, GuardTiming timing)
{
    // Callers choose what counters there are.
    private const int MostPlans = 100_000;

    // A zone's buckets that are those of another zone in January 1970 are not in July 2017.
    private const long InSummer = 1_500_000_000;

    private readonly Dictionary<IReadOnlyList<RuleHit>, ReplayPlan> _plans = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<(string Scope, Window Window, Window Bucket), ReplayCounter> _counters = [];
    private readonly Dictionary<(string Scope, Window Winter, Window Summer), ReplayMinutes> _minutes = [];

    /// <summary>Changes when plans that were given out are no longer to be used.</summary>
    public int Version { get; private set; }

    /// <summary>How often something was added to the total of a trailing window, or taken off.</summary>
    public long Additions => _counters.Values.Sum(counter => counter.Additions);

    /// <summary>Of the window that the counter's last record was judged in.</summary>
    public Usage TotalOf(RuleHit hit) => CounterOf(hit).Total;

    public ReplayPlan PlanOf(IReadOnlyList<RuleHit> hits)
    {
        if (_plans.TryGetValue(hits, out var plan))
            return plan;
        if (_plans.Count >= MostPlans)
            _plans.Clear();
        ReplayCounter[] counters = [.. hits.Select(CounterOf)];
        plan = new ReplayPlan(
            [.. counters.Distinct()],
            [.. hits.Where(hit => hit.IsPredictive).Select(MinutesOf).Distinct()],
            [.. hits.Zip(counters, (hit, counter) => new ReplayWatch(hit, counter, ledger, timing))]);
        _plans.Add(hits, plan);
        return plan;
    }

    /// <summary>Counts a batch; false where that, and the judgement, is left to the meter.</summary>
    /// <param name="batch">Of one moment, in the order in which they are judged.</param>
    /// <param name="now">When it is evaluated.</param>
    public bool TryCount(IReadOnlyList<SeenCall> batch, DateTimeOffset now)
    {
        var isNear = false;
        foreach (var call in batch)
        {
            // Beside the rules' counters there are others of such calls.
            isNear |= call.Record.GetType() != typeof(Invocation);
            var plan = call.Subject.PlanOf(call.Record, this);
            plan.Add(call.Second, call.Usage, call.IsLate(now));
            isNear |= plan.IsNear();
        }

        if (!isNear)
            return true;
        foreach (var call in batch)
            call.Subject.PlanOf(call.Record, this).LeaveToMeter(call.Second, call.Usage, call.IsLate(now));
        foreach (var call in batch)
            call.Subject.PlanOf(call.Record, this).Settle();
        return false;
    }

    /// <summary>Lets go what ended before a second, as the ledger does.</summary>
    public void Forget(long before)
    {
        Version++;
        _plans.Clear();
        foreach (var (key, _) in _counters.Where(one => one.Value.IsOver(before)))
            _counters.Remove(key);
        foreach (var (key, _) in _minutes.Where(one => one.Value.IsOver(before)))
            _minutes.Remove(key);
    }

    private ReplayCounter CounterOf(RuleHit hit)
    {
        var key = ReplayCounter.KeyOf(hit);
        if (!_counters.TryGetValue(key, out var counter))
            _counters.Add(key, counter = new ReplayCounter(ledger, hit));
        return counter;
    }

    // Windows of several lengths may be cut into the same buckets, whose minutes are the same.
    private ReplayMinutes MinutesOf(RuleHit hit)
    {
        var key = (hit.Scope, hit.Windows.Bucket(0), hit.Windows.Bucket(InSummer));
        if (!_minutes.TryGetValue(key, out var minutes))
            _minutes.Add(key, minutes = new ReplayMinutes(ledger, hit));
        return minutes;
    }
}
