using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>
/// Somebody who must be stopped: by which rule, in which window, and whether a stop that waits for a person will do, or one that is only
/// observed.
/// </summary>
internal sealed record Owed(
    RuleSpec Rule, string Scope, string Target, Span Window, decimal Measured, decimal Limit, bool MayWait, bool IsObserved);

/// <summary>
/// What must be true, from the history alone: who called what, what the policy said when, and what people decided. Sums are made anew from
/// the list of calls each time.
/// </summary>
internal sealed class Model
{
    // What failed is tried again after five minutes at the latest.
    private const long Patience = 7 * Span.Minute;

    private readonly List<Turn> _turns;

    public Model(History history)
    {
        _turns = [Turn.First(history.Start.ToUnixTimeSeconds(), history.Policy)];
        Counting = new Counting(_turns);
    }

    public Counting Counting { get; }

    public Decisions Decisions { get; } = new();

    public Turn Turn => _turns[^1];

    /// <summary>How many policies there were.</summary>
    public int Turns => _turns.Count;

    public PolicySpec Policy => Turn.Policy;

    /// <summary>Whether any process has died: then a word may come twice, and late.</summary>
    public bool HasSeenDeath { get; private set; }

    /// <summary>Takes off that were not put back yet, and when they were seen.</summary>
    public Dictionary<string, long> Detached { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// On whom IAM lets the guard put no deny, or has let it again only so lately that it need not have tried: until when.
    /// </summary>
    public Dictionary<string, long> Hindered { get; } = new(StringComparer.Ordinal);

    /// <summary>Policies that some part of the guard may go by now.</summary>
    public IEnumerable<PolicySpec> Candidates(long now) =>
        _turns.Where((_, i) => i == _turns.Count - 1 || _turns[i + 1].At + 60 >= now).Select(turn => turn.Policy);

    /// <summary>Whether the policy in force has anything for a stop to stand on, whatever was counted.</summary>
    public bool StandsBehind(Stop stop) => !Policy.IsExempt(Names.RoleOf(Names.Of(stop.Target)))
        && (stop.Cause is StopCause.ByPerson || Policy.Rule(stop.Cause.RuleText) is { Stop: not StopScope.None });

    /// <summary>When the rule's limit, or its window, was last moved, or the rule came.</summary>
    public long Since(RuleSpec rule)
    {
        var since = 0L;
        for (var i = _turns.Count - 1; i >= 0 && _turns[i].Policy.Rule(rule.Id) is { } then
            && (then.Unit, then.Limit, then.Every) == (rule.Unit, rule.Limit, rule.Every); i--)
        {
            since = _turns[i].At;
        }

        return since;
    }

    public void Note(Happening happening, long now)
    {
        switch (happening)
        {
            case Happening.Metered metered:
                Take(metered, now);
                break;
            case Happening.Watched watched:
                Take(watched.Before, now);
                HasSeenDeath |= !watched.IsDone;
                if (watched.IsDone)
                    Turn.Watched(now);
                if (watched.IsDone)
                    Decisions.ByHand.RemoveWhere(target => Policy.IsExempt(Names.RoleOf(target)));
                break;
            case Happening.Applied applied:
                _turns.Add(new Turn(now, applied.Policy));
                break;
            case Happening.Restored restored:
                Decisions.ByHand.Remove(restored.Target);
                foreach (var (stop, result) in restored.Stops)
                    Restored(stop, result, restored.Raise, now);
                break;
            case Happening.Rejected rejected:
                foreach (var (stop, result) in rejected.Stops.Where(one => one.Result is StopTransition.To))
                    Spare(stop, now, isSure: true);
                break;
            case Happening.StoppedByHand { IsTaken: true } byHand:
                Decisions.ByHand.Add(byHand.Target);
                break;
            case Happening.Hindered hindered:
                Hindered[hindered.Target] = hindered.IsOver ? now + Patience : long.MaxValue;
                break;
            case Happening.Detached detached:
                Detached[detached.Target] = now;
                break;
        }
    }

    /// <summary>A stop that ended by itself, at its time.</summary>
    public void Lapsed(Stop stop, long now, bool isSure) => Spare(stop, now, isSure);

    /// <summary>
    /// Whoever is over a limit of the policy in force in the window that is open, and was neither exempted nor let go on.
    /// </summary>
    public IEnumerable<Owed> Owed(long now)
    {
        if (Turn.FirstRun is null)
            yield break;
        foreach (var rule in Policy.Rules.Where(rule => rule.Stop != StopScope.None))
        {
            var window = OpenWindow(rule, now);
            foreach (var counter in Counting.Counters(rule).ToList())
            {
                var (scope, target) = (counter.Scope(rule), counter.Target(rule.Stop));
                if (Policy.IsExempt(Names.RoleOf(target)) || Over(rule, counter, scope, window) is not { } over)
                    continue;
                // A breach is seen when its last call is.
                var seen = Span.Of(rule.Every, Policy.Zone, rule.RollingMinutes > 0 ? Counting.Newest(rule, counter) ?? now : now);
                if (Decisions.IsSpared(rule, scope, window) || Decisions.IsSpared(rule, scope, seen))
                    continue;
                yield return new Owed(
                    rule, scope, target, seen, over.Measured, over.Limit, rule.Asks || Policy.MaxStops is not null, Policy.Observes);
            }
        }
    }

    private Span OpenWindow(RuleSpec rule, long now) =>
        rule.RollingMinutes > 0 ? new Span(now - (rule.RollingMinutes * Span.Minute), now + 1) : Span.Of(rule.Every, Policy.Zone, now);

    /// <summary>
    /// Whether a counter may be said to have passed a limit: by any call that may count, and by what was granted by any reading.
    /// </summary>
    public bool MayBeOver(RuleSpec rule, Counter counter, string scope, Span window, decimal raise = 0)
    {
        var calls = Counting.AtMost(rule, counter, window).ToList();
        if (rule.Unit == Unit.Ratio)
        {
            // More calls may make it more: so each reading is tried. Without what a dead meter left, and without what was counted before
            // there was such a counter.
            IReadOnlyList<Call> within = [.. calls.Where(call => window.Has(call.Second))];
            IReadOnlyList<Call>[] readings =
                [calls, .. Enumerable.Range(0, within.Count).Select(first => within.Skip(first).ToList()),
                [.. within.Where(call => call.JudgedAt is not null)],
                [.. within.Where((call, i) => call.JudgedAt is not null || i == within.Count - 1)],
                [.. within.Where(call => Counting.IsCounted(rule, call))],
                [.. within.Where(call => call.CountedUnder.SequenceEqual(within[^1].CountedUnder))]];
            // What a restore leaves out of one window is left out of no other, when the rule counts otherwise by now.
            long[] restored = [Decisions.LastGrant(rule, scope) ?? 0, Decisions.LastGrant(rule, scope, window) ?? 0];
            return restored.Any(at => readings.Any(reading => Prefixes(reading).Any(prefix =>
                IsBelow(rule, prefix.Where(call => !(call.JudgedAt <= at)))
                    || IsBelow(rule, prefix.Where(call => !(call.TakenAt <= at))))));
        }

        var limit = rule.Limit + Decisions.AtLeast(rule, scope, window, Since(rule)) + raise;
        return Counting.Sum(rule.Unit, calls) >= limit * (rule.Foresees ? Foreseen : 1);
    }

    /// <summary>The share of a limit from which on a predictive brake may stop.</summary>
    private const decimal Foreseen = 0.7m;

    private (decimal Measured, decimal Limit)? Over(RuleSpec rule, Counter counter, string scope, Span window)
    {
        var calls = Counting.AtLeast(rule, counter, window).ToList();
        if (rule.Unit == Unit.Ratio)
        {
            // A share is no sum: who does not know all calls knows nothing.
            if (calls.Count != Counting.AtMost(rule, counter, window).Count())
                return null;
            var since = calls.Where(call => !(call.TakenAt <= Decisions.LastGrant(rule, scope))).ToList();
            // Nobody looks again when a trailing window leaves behind what was good in it.
            if (rule.RollingMinutes > 0
                && !IsBelow(rule, Counting.AtMost(rule, counter, Span.Of(rule.Every, Policy.Zone, Counting.Newest(rule, counter) ?? 0))
                .Where(call => !(call.TakenAt <= Decisions.LastGrant(rule, scope)))))
            {
                return null;
            }

            return IsBelow(rule, since)
                ? ((decimal)since.Sum(call => call.Cached) / since.Sum(call => call.Cached + call.Input), rule.Limit)
                : null;
        }

        var limit = rule.Limit + Decisions.AtMost(rule, scope, window, Counting.Newest(rule, counter) ?? 0);
        var measured = Counting.Sum(rule.Unit, calls);
        return measured >= limit ? (measured, limit) : null;
    }

    // A batch is judged record by record.
    private static IEnumerable<IEnumerable<Call>> Prefixes(IReadOnlyList<Call> calls)
    {
        var inOrder = calls.OrderBy(call => call.TakenAt).ThenBy(call => call.Number).ToList();
        for (var count = inOrder.Count; count > 0; count--)
        {
            yield return inOrder.Take(count);
            if (inOrder[count - 1].TakenAt != inOrder[^1].TakenAt)
                yield break;
        }
    }

    private static bool IsBelow(RuleSpec rule, IEnumerable<Call> calls)
    {
        var (cached, input) = (0L, 0L);
        foreach (var call in calls)
            (cached, input) = (cached + call.Cached, input + call.Cached + call.Input);
        return input >= RuleSpec.RatioAfter && (decimal)cached / input < rule.Limit;
    }

    private void Take(Happening.Metered metered, long now)
    {
        foreach (var (batch, policy, isDone) in metered.Batches)
        {
            HasSeenDeath |= !isDone;
            foreach (var call in batch)
            {
                if (call.TakenAt is null)
                    Counting.Calls.Add(call);
                call.TakenAt ??= now;
                if (call.JudgedAt is null && !call.CountedUnder.Contains(policy))
                    call.CountedUnder.Add(policy);
                // Who brings it again judges it again, by what was reached.
                if (isDone)
                    (call.JudgedAt, call.JudgedUnder) = (call.JudgedAt ?? now, Math.Max(call.JudgedUnder, policy));
            }
        }
    }

    private void Restored(Stop stop, RestoreResult result, decimal raise, long now)
    {
        if (stop.Cause is StopCause.ByPerson || result is not RestoreResult.Done)
            return;
        if (Policy.Rule(stop.Cause.RuleText) is { } rule)
            Decisions.Granted(stop, now, raise, rule.Unit);
    }

    private static Unit UnitOf(Stop stop) =>
        stop.Trip!.Limit.Split(' ')[0] is var word && word == "cacheHitRatio" ? Unit.Ratio : Enum.Parse<Unit>(word, ignoreCase: true);

    private void Spare(Stop stop, long now, bool isSure)
    {
        // What a person saw is the limit that the stop names.
        if (Policy.Rule(stop.Cause.RuleText) is { } rule)
        {
            Decisions.Spare(stop, now,
                rule with
                {
                    Unit = UnitOf(stop),
                    Limit = decimal.Parse(stop.Trip!.Limit.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture)
                }, isSure);
        }
    }
}
