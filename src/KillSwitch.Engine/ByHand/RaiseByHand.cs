using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Raises;

namespace KillSwitch.Engine.ByHand;

/// <summary>Grants room beyond a limit for a person, before a stop or after.</summary>
public sealed class RaiseByHand(RuleBook rules, GuardPorts ports)
{
    /// <summary>What the id of every raise begins with.</summary>
    public const string IdPrefix = "raise/";

    /// <param name="rule">Whose limit.</param>
    /// <param name="target">Whose counter.</param>
    /// <param name="amount">In the unit of the limit, above zero.</param>
    /// <param name="until">From when on it counts no more; null for the end of the window.</param>
    /// <param name="reason">Why, in the person's words.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<RaiseResult> RunAsync(
        string rule, StopTarget target, decimal amount, DateTimeOffset? until, string reason, Asker.Heard by, DateTimeOffset now,
        CancellationToken cancellation)
    {
        if (rules.Policy.Rules.FirstOrDefault(one => one.Id == rule) is not { } named)
            return new RaiseResult.Refused($"no rule `{rule}` is in the policy in force; `killswitch policy show` says which are");
        if (named is not CountedRule counted)
            return new RaiseResult.Refused($"rule `{rule}` is bound to a budget: its amount is raised in AWS Budgets");
        if (!counted.Limit.IsSum)
            return new RaiseResult.Refused($"rule `{rule}` bounds a ratio, and a ratio has nothing to be raised");
        if (rules.HitOf(counted, target) is not { } hit)
        {
            return new RaiseResult.Refused(
                $"rule `{rule}` has no counter of {target.Name}: it counts per {string.Join(" and ", counted.Per)}"
                + $"{(counted.Match.Count > 0 || counted.Exceptions.Count > 0 ? ", and not everybody" : "")}");
        }

        var window = hit.Windows.Holding(now.ToUnixTimeSeconds());
        var isStanding = hit.Windows.IsRolling && until is not null;
        var id = FormattableString.Invariant($"{IdPrefix}{rule}/{now.UtcTicks}");
        await ports.Actions.WriteAsync(
            now, id, $"raising `{rule}` for {target.Name} by {amount} for {by.Arn}: {reason}", cancellation);
        var at = isStanding ? Window.Always
            : hit.Windows.IsRolling ? hit.Windows.GrantSpan(window, now.ToUnixTimeSeconds())
            : window;
        // Kept before it is granted: what is granted is taken back, whatever comes between.
        if (until is { } end)
        {
            await new RaiseBook(ports.Memory).KeepAsync(
                id, new Raise(id, rule, hit.Scope, target.Account, amount, end, at.End), cancellation);
        }

        await ports.Ledger.CountAsync([hit.Allowances.Widen(target.Account, amount, at, id, now)], cancellation);

        var (totals, allowance, _) = await CounterLedger.ReadAsync(ports.Ledger, hit, window, cancellation);
        var measured = hit.Rule.Limit.Of(totals.Aggregate(default(Usage), (sum, one) => sum + one.Usage));
        var stop = (await ports.Stops.OpenAsync(cancellation)).FirstOrDefault(
            stop => stop.Trip is { } trip && trip.Rule == rule && trip.Counter == hit.Scope);
        return new RaiseResult.Done(hit, measured, hit.Rule.Limit.With(allowance.Amount), until ?? at.Until, stop);
    }
}
