using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.PolicyTurns;

/// <summary>
/// Brings what stands into line with the policy in force, whatever was in force when it was made: counters of new rules get their past,
/// whoever is over a limit is stopped, and what no rule stands behind ends. INVARIANT (nobody slips through): a stop that ends re-arms its
/// counter first, and one that takes its place is in force before it ends.
/// </summary>
public sealed class PolicyTurn(CycleContext context)
{
    private static readonly IReadOnlyDictionary<(string Rule, string Scope), Usage> Nothing = new Dictionary<(string, string), Usage>();

    private readonly RuleBook _rules = context.Rules;
    private readonly string _account = context.Ports.Account;
    private readonly ILedger _ledger = context.Ports.Ledger;
    private readonly IUsageBook _book = context.Ports.Book;
    private readonly IStopStore _stops = context.Ports.Stops;
    private readonly LiveCounters _counters = new(context.Rules, context.Ports);

    /// <summary>The policies that were counted by since the last one that everybody went by, that one first; empty for none.</summary>
    public IReadOnlyList<RuleBook> Earlier { get; init; } = [];

    /// <summary>What CloudWatch alone has counted, by rule and counter, at a moment; null where only the log is known.</summary>
    public Func<DateTimeOffset, CancellationToken, ValueTask<IReadOnlyDictionary<(string Rule, string Scope), Usage>>>? Unattributed
    {
        get;
        init;
    }

    /// <summary>What would change; nothing is changed.</summary>
    public async ValueTask<TurnPlan> PlanAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var starts = await new CounterStarts(_rules, Earlier, _account, _book).FindAsync(now, cancellation);
        var missing = starts.ToDictionary(start => start.Rule.Id, start => start.ByScope, StringComparer.Ordinal);
        var counters = await CountersAsync(missing, now, cancellation);
        var open = await _stops.OpenAsync(cancellation);
        var endings = Endings(open, counters, now);
        var (over, near) = (new List<LiveCounter>(), new List<LiveCounter>());
        foreach (var counter in counters.Where(counter => counter.IsWorthTelling))
        {
            var trip = counter.Hit.Trip(counter.Window, counter.Allowance.Round);
            var isRearmed = endings.Any(ending => ending.Stop.Trip?.IsSameTrip(trip) == true && Rearm(ending, open, now) is not null);
            var isNew = counter is { IsOver: true, Hit.Target: not null }
                && (isRearmed || !await _stops.IsKnownAsync(trip, cancellation));
            (isNew ? over : near).Add(counter);
        }

        return new TurnPlan(endings, starts, over, near);
    }

    /// <summary>Carries it out. Doing it again adds what came meanwhile, and nothing twice.</summary>
    /// <param name="pass">Names this pass: what it adds to a counter counts once.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The stops that began or ended, as they stand now.</returns>
    public async ValueTask<IReadOnlyList<Stop>> RunAsync(string pass, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var start in await new CounterStarts(_rules, Earlier, _account, _book).FindAsync(now, cancellation))
        {
            var restored = await RestoredAsync(start, cancellation);
            await _ledger.CountAsync(
                [.. start.Missing.Where(one => !restored.Contains(one.Key.Scope)).Select(one => Posting(one.Key, one.Value, pass))],
                cancellation);
        }

        var nothing = new Dictionary<string, IReadOnlyDictionary<string, Usage>>();
        var counters = await CountersAsync(nothing, now, cancellation);
        var open = await _stops.OpenAsync(cancellation);
        var endings = Endings(open, counters, now);
        List<Posting> rearmed = [.. endings.Select(ending => Rearm(ending, open, now)).OfType<Posting>()];
        if (rearmed.Count > 0)
        {
            await _ledger.CountAsync(rearmed, cancellation);
            counters = await CountersAsync(nothing, now, cancellation);
        }

        if (context.Doubts is not null)
            await context.Doubts.RefreshAsync(cancellation);
        var (changed, failures) = (new List<Stop>(), new Failures());
        var evaluation = new BatchEvaluation(context, now, cancellation);
        foreach (var counter in counters.Where(counter => counter.IsWorthTelling))
        {
            await failures.TryAsync(() => evaluation.JudgeAsync(
                new CounterEvaluation(counter.Hit, _account, counter.Window, Before(counter), counter.Total, counter.Allowance,
                    now.ToUnixTimeSeconds(), Burn: null, TimeSpan.Zero, counter.Unattributed), changed));
        }

        await failures.TryAsync(() => evaluation.TellAsync([]));
        foreach (var ending in endings)
            await failures.TryAsync(() => EndAsync(ending, changed, now, cancellation));
        failures.Throw();
        return changed;
    }

    /// <summary>
    /// Ends what the policy does not stand behind whatever was counted: what a process that went by an earlier one may have made since.
    /// </summary>
    public async ValueTask<IReadOnlyList<Stop>> EndFallenAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var open = await _stops.OpenAsync(cancellation);
        List<Ending> endings = [.. open.Where(stop => stop.State != StopState.Releasing)
            .Select(stop => Standing.Of(stop, _rules, now) is Standing.Falls { Reason: var reason } ? new Ending(stop, reason) : null)
                .OfType<Ending>()];
        var (changed, failures) = (new List<Stop>(), new Failures());
        await _ledger.CountAsync([.. endings.Select(ending => Rearm(ending, open, now)).OfType<Posting>()], cancellation);
        foreach (var ending in endings)
            await failures.TryAsync(() => EndAsync(ending, changed, now, cancellation));
        failures.Throw();
        return changed;
    }

    /// <summary>Ends of the same those by which nothing is cut: the book alone changes. Returns how many.</summary>
    public async ValueTask<int> CloseAsync(TurnPlan plan, DateTimeOffset now, CancellationToken cancellation)
    {
        // What waits or is observed, and is over its limit, is stopped by the turn itself: its end belongs to that.
        List<Ending> idle =
            [.. plan.Endings.Where(ending => ending.Stop.State is StopState.Observed or StopState.AwaitingApproval
            && !plan.Over.Any(counter => IsOf(ending.Stop, counter)))];
        var (open, changed) = (await _stops.OpenAsync(cancellation), new List<Stop>());
        await _ledger.CountAsync([.. idle.Select(ending => Rearm(ending, open, now)).OfType<Posting>()], cancellation);
        foreach (var ending in idle)
            await EndAsync(ending, changed, now, cancellation);
        return changed.Count;
    }

    // A ratio that was restored already counts from there, and what was before it stays left out.
    private async ValueTask<IReadOnlySet<string>> RestoredAsync(CounterStart start, CancellationToken cancellation)
    {
        var restored = new HashSet<string>(StringComparer.Ordinal);
        if (start.Rule.Limit.IsSum)
            return restored;
        foreach (var scope in start.ByScope.Keys)
        {
            if ((await CounterLedger.AllowanceAsync(
                _ledger, _rules.AllowancesOf(start.Rule, scope), start.Window, cancellation)).Round > 0)
            {
                restored.Add(scope);
            }
        }

        return restored;
    }

    // Whoever is stopped need not be told of the levels on the way.
    private static Usage Before(LiveCounter counter) => counter.IsOver ? counter.Total : default;

    private async ValueTask EndAsync(Ending ending, List<Stop> changed, DateTimeOffset now, CancellationToken cancellation)
    {
        var stop = await _stops.FindAsync(ending.Stop.Id, cancellation) ?? ending.Stop;
        if (await context.Enforcement.CommandAsync(
            stop, new StopCommand.Lapse(now, ending.Reason), cancellation) is StopTransition.To { Next: var next })
        {
            changed.Add(next);
        }
    }

    private List<Ending> Endings(IReadOnlyList<Stop> open, IReadOnlyList<LiveCounter> counters, DateTimeOffset now)
    {
        var endings = new List<Ending>();
        foreach (var stop in open.Where(stop => stop.State != StopState.Releasing))
        {
            var over = counters.FirstOrDefault(counter => counter.IsOver && counter.Hit.Target is not null && IsOf(stop, counter));
            switch (Standing.Of(stop, _rules, now))
            {
                case Standing.Falls { Reason: var reason }:
                    endings.Add(new Ending(stop, reason));
                    break;
                case Standing.Moved { Reason: var reason } when over is not null:
                    endings.Add(new Ending(stop, reason + ", and it is over that one, too", IsReplaced: true));
                    break;
                case Standing.Moved { Reason: var reason } when !Standing.HoldsUnder(stop, _rules):
                    endings.Add(new Ending(stop, reason));
                    break;
            }
        }

        return endings;
    }

    // The same rule, and whoever the stop holds.
    private static bool IsOf(Stop stop, LiveCounter counter) =>
        stop.Trip is { } trip && trip.Rule == counter.Hit.Rule.Id && trip.Counter == counter.Hit.Scope;

    private Posting? Rearm(Ending ending, IReadOnlyList<Stop> open, DateTimeOffset now) =>
        ending.Stop.Trip is not { IsEscalated: false } trip || trip.IsPast(now) || ending.Stop.ReleaseAt <= now
            || IsStoppedAnew(ending.Stop.Id, trip, open, now)
        ? null
        : AllowanceCounters.Rearm(_account, trip, ending.Stop.Id + "/policy", ending.Stop.At);

    // Under a trailing window the round is that of all windows: a breach that has its stop must not get another.
    private bool IsStoppedAnew(string ended, TripKey trip, IReadOnlyList<Stop> open, DateTimeOffset now) =>
        trip.IsRolling && open.Any(other => other.Id != ended && other.Trip is { } same
        && same.Series == trip.Series && other.State != StopState.Observed
        && !same.IsPast(now) && !(other.ReleaseAt <= now) && Standing.Of(other, _rules, now) is Standing.Stands);

    private async ValueTask<IReadOnlyList<LiveCounter>> CountersAsync(
        IReadOnlyDictionary<string, IReadOnlyDictionary<string, Usage>> missing, DateTimeOffset now, CancellationToken cancellation)
    {
        var unattributed = Unattributed is { } read ? await read(now, cancellation) : Nothing;
        var found = new List<LiveCounter>();
        foreach (var rule in _rules.Counting)
        {
            found.AddRange(await _counters.ReadAsync(
                rule, missing.GetValueOrDefault(rule.Id) ?? new Dictionary<string, Usage>(), unattributed, now, cancellation));
        }

        return found;
    }

    private Posting Posting(CounterKey counter, Usage usage, string pass) => new(
        new RecordId(_account, "start", FormattableString.Invariant($"{pass}/{counter.Bucket}/{counter.Scope}")), counter.Bucket.From,
        usage, [counter]);
}
