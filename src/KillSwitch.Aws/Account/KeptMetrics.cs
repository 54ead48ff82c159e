using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.PriceLists;
using KillSwitch.Engine.Reconciliation;
using KillSwitch.Engine.Routes;

namespace KillSwitch.Aws.Account;

/// <summary>What the watch has kept of the metrics, for somebody who reads none: the ledger can be held against it.</summary>
public static class KeptMetrics
{
    /// <param name="policy">Says how models without a price are counted.</param>
    /// <param name="calendar">By which hours are cut.</param>
    public static async Task<Reconciler> ReconcilerAsync(
        Guard guard, Policy policy, WindowCalendar calendar, TimeProvider clock, CancellationToken cancellation) =>
        new(guard.Ledger, await ListedBook.ReadAsync(guard.Prices, policy, cancellation), calendar, guard.Place.Account)
        {
            // What the guard has asked; a person needs no permission to ask.
            Routes = new RouteBook(routes: null, guard.Memory, clock),
            NotBefore = await HourGrid.SinceAsync(guard.Memory, cancellation),
        };

    /// <summary>What CloudWatch alone has counted, by rule and counter, in the windows that hold a moment.</summary>
    public static async ValueTask<IReadOnlyDictionary<(string Rule, string Scope), Usage>> ByRuleAsync(
        Guard guard, RuleBook rules, DateTimeOffset now, TimeProvider clock, CancellationToken cancellation)
    {
        var reconciler = await ReconcilerAsync(guard, rules.Policy, rules.Calendar, clock, cancellation);
        var second = now.ToUnixTimeSeconds();
        return await new UnattributedCounters(rules, reconciler, guard.Place.Account)
            .TotalsAsync(second, rules.Calendar.Containing(WindowUnit.Hour, second).End, cancellation);
    }
}
