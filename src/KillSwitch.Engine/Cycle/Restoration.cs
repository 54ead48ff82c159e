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
            var isSame = counter.Allowances.Rearms(stop.Trip, counter.Window);
            // A limit that moved since may have its own stop, which is not the one that is restored.
            if (isSame || raise > 0 || counter.IsRatio)
            {
                await _ledger.CountAsync(
                    [.. counter.Allowances.Grant(stop.Target.Account, raise, counter.Counted, counter.Window, grant, stop.At, now)],
                    cancellation);
            }

            granted = counter.IsRatio ? 0 : raise;
            if (!isSame)
                await RearmAsync(stop, cancellation);
            but = counter.IsRatio && raise > 0
                ? "a ratio has nothing to be raised: what was counted so far is left out instead"
                : counter.Foreseen(stop, raise);
        }
        else if (raise > 0 && ManualStop.Is(stop))
        {
            but = "it was made by hand and bounds nothing, so nothing was raised";
        }
        else if (raise > 0)
        {
            return new RestoreResult.Refused(NothingToRaise(stop, policy));
        }
        else if (!ManualStop.Is(stop) && !stop.Trip.IsEscalated && !stop.Trip.IsPast(now) && !IsBudget(stop, policy))
        {
            // The policy of another day may have the rule again, or stop it again.
            await RearmAsync(stop, cancellation);
        }

        return await enforcement.CommandAsync(stop, new StopCommand.Restore(now, by) { Raise = granted }, cancellation) switch
        {
            StopTransition.To { Next: var next } => new RestoreResult.Done(next, but),
            StopTransition.Refused { Reason: var reason } => new RestoreResult.Refused(reason),
            _ => new RestoreResult.Unchanged(stop),
        };
    }

    private async ValueTask RearmAsync(Stop stop, CancellationToken cancellation) =>
        await _ledger.CountAsync([AllowanceCounters.Rearm(stop.Target.Account, stop.Trip, stop.Id + "/restored", stop.At)], cancellation);

    private static bool IsBudget(Stop stop, Policy policy) =>
        policy.Rules.Any(rule => rule.Id == stop.Trip.Rule && rule.Limit is Limit.Budget);

    private static string NothingToRaise(Stop stop, Policy policy)
    {
        var rule = policy.Rules.FirstOrDefault(rule => rule.Id == stop.Trip.Rule);
        return "nothing is there to raise: " + (rule is null ? $"its rule `{stop.Trip.Rule}` is not in the policy in force"
            : stop.Trip.IsEscalated ? "it took over from a stop that did not hold"
            : $"its rule counts another window by now, or does not count {stop.Target.Name} or stop it any more")
            + "; without `--raise` it is restored";
    }

    // Null where it is not known what is counted there by now: another window, or another policy.
    private async ValueTask<Counter?> CounterAsync(Stop stop, RuleBook rules, DateTimeOffset now, CancellationToken cancellation)
    {
        if (ManualStop.Is(stop) || stop.Trip.IsEscalated
            || rules.Policy.Rules.FirstOrDefault(rule => rule.Id == stop.Trip.Rule) is not { } rule)
        {
            return null;
        }

        if (rule.Limit is Limit.Budget)
            return await BudgetAsync(stop, rule, now, cancellation);
        if (rules.HitOf(rule.Id, stop.Trip.Scope) is not { } hit || (hit.Rolling is null && (stop.Trip.IsRolling || stop.Trip.IsPast(now))))
            return null;
        var current = rules.WindowOf(rule, now.ToUnixTimeSeconds());
        var window = hit.Rolling is null ? stop.Trip.Window : current;
        var (totals, allowance, _) = await CounterLedger.ReadAsync(_ledger, hit, window, cancellation);
        var total =
            totals.Aggregate(Unattributed.GetValueOrDefault((rule.Id, stop.Trip.Scope)), (sum, one) => sum + one.Usage) - allowance.Spared;
        return new Counter(rule, hit.Allowances, window, Measure.Of(rule.Limit, total), Measure.Bound(rule.Limit) + allowance.Amount)
        {
            // Whoever is exempt by now, or under a window that is none of the rule's by now, may be so no more tomorrow.
            CanTrip = hit.Target is not null && window == current,
            Counted = rule.Limit is not Limit.CacheHitRatio ? []
                : hit.Rolling is null || window.Seconds != stop.Trip.Window.Seconds ? [.. await CountedAsync(hit, window, cancellation)]
                : [.. (await CountedAsync(hit, window, cancellation)).Concat(await CountedAsync(hit, stop.Trip.Window, cancellation))
                    .DistinctBy(one => one.Counter)],
        };
    }

    // Of a trailing window that has moved on: records of the one that was tripped may come again.
    private async ValueTask<IEnumerable<(
        CounterKey Counter, Usage Usage)>> CountedAsync(RuleHit hit, Window window, CancellationToken cancellation)
    {
        var (totals, _, usage) = await CounterLedger.ReadAsync(_ledger, hit, window, cancellation);
        return totals.Select(one => (one.Counter, one.Usage - hit.Allowances.SparedOf(one.Counter, usage)));
    }

    // What AWS said last. Without a raise a budget is dismissed for its period: it is AWS's, and says the same again within the hour.
    private async ValueTask<Counter?> BudgetAsync(Stop stop, Rule rule, DateTimeOffset now, CancellationToken cancellation)
    {
        if (rule.Stop == StopScope.None || LimitText.Of(rule.Limit) != stop.Trip.Limit
            || !stop.Trip.Window.Contains(now.ToUnixTimeSeconds()))
        {
            return null;
        }

        var counters = new AllowanceCounters(rule, stop.Trip.Scope);
        var allowance = await CounterLedger.AllowanceAsync(_ledger, counters, stop.Trip.Window, cancellation);
        // The limit that was reached had what was granted before it in it.
        return new Counter(rule, counters, stop.Trip.Window, stop.Evidence.Measured, Math.Max(stop.Evidence.Limit, allowance.Amount));
    }

    /// <param name="Measured">In the limit's unit.</param>
    /// <param name="Limit">Allowances included.</param>
    private sealed record Counter(Rule Rule, AllowanceCounters Allowances, Window Window, decimal Measured, decimal Limit)
    {
        public IReadOnlyList<(CounterKey Counter, Usage Usage)> Counted { get; init; } = [];

        public bool CanTrip { get; init; } = true;

        public bool IsRatio => Rule.Limit is Core.Policies.Limit.CacheHitRatio;

        public bool IsOfAws => Rule.Limit is Core.Policies.Limit.Budget;

        public string Unit => Measure.Unit(Rule.Limit);

        public bool IsAtLimit(decimal raise) => CanTrip && !IsRatio && Measured >= Limit + raise;

        /// <summary>At the pace that it was stopped at, the brake stops it again with its next calls.</summary>
        public string? Foreseen(Stop stop, decimal raise) =>
            CanTrip && Rule.Brake == Brake.Predictive && stop.Evidence.Unit == Unit && stop.Evidence.InFlight > 0 && Measured
                + stop.Evidence.InFlight >= Limit + raise
                ? $"it is at {Figure.Text(Unit, Measured)} of {Figure.Text(Unit, Limit + raise)}, and at the pace that it was stopped at "
                    + "its next calls stop it again; `--raise` more than "
                    + $"{Figure.Text(Unit, Math.Max(0, Measured + stop.Evidence.InFlight - Limit))} gives it room"
                : null;
    }
}
