using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>
/// Lifts a stop for a person. INVARIANT (a restore re-arms): within the window that tripped, the counter may trip once more afterwards,
/// whatever its limit bounds and whether the stop was in force, waited, or was only observed: at the same limit, or at one that is raised.
/// A counter that is at its limit still needs a raise; of a ratio, to which nothing can be added, only what comes afterwards counts.
/// </summary>
public sealed class Restoration(Enforcement enforcement)
{
    private readonly ILedger _ledger = enforcement.Ports.Ledger;

    /// <summary>What CloudWatch alone has counted, by rule and counter; nothing where only the log is known.</summary>
    public IReadOnlyDictionary<(string Rule, string Scope), Usage> Unattributed { get; init; } = new Dictionary<(string, string), Usage>();

    /// <param name="stop">As it was read.</param>
    /// <param name="policy">What is in force.</param>
    /// <param name="raise">What is granted beyond the limit, in its unit; 0 for nothing.</param>
    /// <param name="by">The ARN of the person.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<RestoreResult> RunAsync(
        Stop stop, Policy policy, decimal raise, string by, DateTimeOffset now, CancellationToken cancellation)
    {
        if (stop.State is StopState.Released or StopState.Rejected)
            return new RestoreResult.Unchanged(stop);
        string? but = null;
        var granted = 0m;
        if (await CounterAsync(stop, new RuleBook(policy), now, cancellation) is { } counter
            && (raise == 0 ? !counter.IsOfAws : counter.CanTrip))
        {
            // What is only observed is not stopped again, either.
            if (counter.IsAtLimit(raise) && stop.State is not (StopState.Observed or StopState.Releasing))
                return new RestoreResult.WouldTripAgain(counter.Unit, counter.Measured, counter.Limit, counter.Window);
            // Granted before the deny goes, and once however often it is tried: a stop is restored once, whatever its revision is by then.
            // What was taken back is another grant.
            var grant = FormattableString.Invariant($"{stop.Id}/{raise}")
                + (stop.Refusals == 0 ? "" : FormattableString.Invariant($"/{stop.Refusals}"));
            var isSame = counter.Allowances.Rearms(counter.Trip, counter.Window);
            // A limit that moved since may have its own stop, which is not the one that is restored.
            if (isSame || raise > 0 || counter.IsRatio)
            {
                await _ledger.CountAsync(
                    [.. counter.Allowances.Grant(stop.Target.Account, raise, counter.Counted, counter.Window, grant, stop.At, now)],
                    cancellation);
            }

            granted = counter.IsRatio ? 0 : raise;
            if (!isSame)
                await RearmAsync(stop, counter.Trip, cancellation);
            but = counter.IsRatio && raise > 0
                ? "a ratio has nothing to be raised: what was counted so far is left out instead"
                : counter.Foreseen(stop, raise);
        }
        else if (raise > 0 && stop.Cause is StopCause.ByPerson)
        {
            but = "it was made by hand and bounds nothing, so nothing was raised";
        }
        else if (raise > 0)
        {
            return new RestoreResult.Refused(NothingToRaise(stop, policy));
        }
        else if (stop.Trip is { IsEscalated: false } trip && !trip.IsPast(now) && !IsBudget(trip, policy))
        {
            // The policy of another day may have the rule again, or stop it again.
            await RearmAsync(stop, trip, cancellation);
        }

        return await enforcement.CommandAsync(stop, new StopCommand.Restore(now, by) { Raise = granted }, cancellation) switch
        {
            StopTransition.To { Next: var next } => new RestoreResult.Done(next, but),
            StopTransition.Refused { Reason: var reason } => new RestoreResult.Refused(reason),
            _ => new RestoreResult.Unchanged(stop),
        };
    }

    private async ValueTask RearmAsync(Stop stop, TripKey trip, CancellationToken cancellation) =>
        await _ledger.CountAsync([AllowanceCounters.Rearm(stop.Target.Account, trip, stop.Id + "/restored", stop.At)], cancellation);

    private static bool IsBudget(TripKey trip, Policy policy) => policy.Rules.OfType<BudgetRule>().Any(rule => rule.Id == trip.Rule);

    private static string NothingToRaise(Stop stop, Policy policy)
    {
        var rule = policy.Rules.FirstOrDefault(rule => rule.Id == stop.Trip?.Rule);
        return "nothing is there to raise: " + (rule is null ? $"its rule `{stop.Cause.RuleText}` is not in the policy in force"
            : stop.Trip is { IsEscalated: true } ? "it took over from a stop that did not hold"
            : $"its rule counts another window by now, or does not count {stop.Target.Name} or stop it any more")
            + "; without `--raise` it is restored";
    }

    // Null where it is not known what is counted there by now: another window, or another policy.
    private async ValueTask<Counter?> CounterAsync(Stop stop, RuleBook rules, DateTimeOffset now, CancellationToken cancellation)
    {
        if (stop.Cause is not StopCause.ByRule { Trip: { IsEscalated: false } trip } cause
            || rules.Policy.Rules.FirstOrDefault(rule => rule.Id == trip.Rule) is not { } rule)
        {
            return null;
        }

        if (rule is BudgetRule budget)
            return await BudgetAsync(cause, budget, now, cancellation);
        if (rules.HitOf(rule.Id, trip.Scope) is not { } hit || (!hit.Windows.IsRolling && (trip.IsRolling || trip.IsPast(now))))
            return null;
        var current = hit.Windows.Holding(now.ToUnixTimeSeconds());
        var window = hit.Windows.IsRolling ? current : trip.Window;
        var (totals, allowance, _) = await CounterLedger.ReadAsync(_ledger, hit, window, cancellation);
        var total =
            totals.Aggregate(Unattributed.GetValueOrDefault((rule.Id, trip.Scope)), (sum, one) => sum + one.Usage) - allowance.Spared;
        var limit = hit.Rule.Limit;
        return new Counter(rule, trip, hit.Allowances, window, limit.Of(total), limit.With(allowance.Amount))
        {
            // Whoever is exempt by now, or under a window that is none of the rule's by now, may be so no more tomorrow.
            CanTrip = hit.Target is not null && window == current,
            Counted = limit.IsSum ? []
                : !hit.Windows.IsRolling || window.Seconds != trip.Window.Seconds ? [.. await CountedAsync(hit, window, cancellation)]
                : [.. (await CountedAsync(hit, window, cancellation)).Concat(await CountedAsync(hit, trip.Window, cancellation))
                    .DistinctBy(one => one.Counter)],
        };
    }

    // Of a trailing window that has moved on: records of the one that was tripped may come again.
    private async ValueTask<IEnumerable<(CounterKey Counter, Usage Usage)>> CountedAsync(
        RuleHit hit, Window window, CancellationToken cancellation)
    {
        var (totals, _, usage) = await CounterLedger.ReadAsync(_ledger, hit, window, cancellation);
        return totals.Select(one => (one.Counter, one.Usage - hit.Allowances.SparedOf(one.Counter, usage)));
    }

    // What AWS said last. Without a raise a budget is dismissed for its period: it is AWS's, and says the same again within the hour.
    private async ValueTask<Counter?> BudgetAsync(
        StopCause.ByRule cause, BudgetRule rule, DateTimeOffset now, CancellationToken cancellation)
    {
        var (trip, evidence) = cause;
        if (rule.Stop == StopScope.None || rule.LimitText != trip.Limit || !trip.Window.Contains(now.ToUnixTimeSeconds()))
        {
            return null;
        }

        var counters = new AllowanceCounters(rule, windows: null, trip.Scope);
        var allowance = await CounterLedger.AllowanceAsync(_ledger, counters, trip.Window, cancellation);
        // The limit that was reached had what was granted before it in it.
        return new Counter(rule, trip, counters, trip.Window, evidence.Measured, Math.Max(evidence.Limit, allowance.Amount));
    }

    /// <param name="Measured">In the limit's unit.</param>
    /// <param name="Limit">Allowances included.</param>
    private sealed record Counter(Rule Rule, TripKey Trip, AllowanceCounters Allowances, Window Window, decimal Measured, decimal Limit)
    {
        public IReadOnlyList<(CounterKey Counter, Usage Usage)> Counted { get; init; } = [];

        public bool CanTrip { get; init; } = true;

        public bool IsRatio => Rule is CountedRule { Limit.IsSum: false };

        public bool IsOfAws => Rule is BudgetRule;

        public Unit Unit => Rule.Unit;

        public bool IsAtLimit(decimal raise) => CanTrip && !IsRatio && Measured >= Limit + raise;

        /// <summary>At the pace that it was stopped at, the brake stops it again with its next calls.</summary>
        public string? Foreseen(Stop stop, decimal raise) =>
            CanTrip && Rule is CountedRule { IsPredictive: true } && stop.Evidence is { InFlight: > 0 and var ahead } evidence
                && evidence.Unit == Unit && Measured + ahead >= Limit + raise
                ? $"it is at {Figure.Text(Unit, Measured)} of {Figure.Text(Unit, Limit + raise)}, and at the pace that it was stopped at "
                    + "its next calls stop it again; `--raise` more than "
                    + $"{Figure.Text(Unit, Math.Max(0, Measured + ahead - Limit))} gives it room"
                : null;
    }
}
