using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.PolicyTurns;

/// <summary>
/// Every counter of every rule of a policy in the windows that are open now, as the ledger holds them: who is where, whoever called last.
/// </summary>
/// <param name="rules">The policy.</param>
/// <param name="ports">What was counted and granted, and whose it is.</param>
public sealed class LiveCounters(RuleBook rules, GuardPorts ports)
{
    private readonly UsageReader _usage = new(ports.Book);

    /// <param name="rule">One that counts.</param>
    /// <param name="more">What is to be added, by scope: nothing for the ledger as it is.</param>
    /// <param name="unattributed">What CloudWatch alone has counted, by rule and scope.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<IReadOnlyList<LiveCounter>> ReadAsync(
        CountedRule rule,
        IReadOnlyDictionary<string, Usage> more,
        IReadOnlyDictionary<(string Rule, string Scope), Usage> unattributed,
        DateTimeOffset now,
        CancellationToken cancellation)
    {
        var windows = rules.WindowsOf(rule);
        var window = windows.Holding(now.ToUnixTimeSeconds());
        var totals = new Dictionary<string, Usage>(
            await _usage.SumAsync(windows.Buckets(window), rules.ShapeOf(rule, ports.Account), cancellation), StringComparer.Ordinal);
        foreach (var (scope, usage) in more)
            totals[scope] = totals.GetValueOrDefault(scope) + usage;
        foreach (var ((_, scope), usage) in unattributed.Where(counter => counter.Key.Rule == rule.Id))
            totals[scope] = totals.GetValueOrDefault(scope) + usage;

        var hits = totals.Keys.Order(StringComparer.Ordinal).Select(scope => rules.HitOf(rule.Id, scope)).OfType<RuleHit>().ToList();
        var keys = hits.SelectMany(hit => hit.Allowances.Keys(window)).ToList();
        var granted = await ports.Ledger.ReadAsync(keys, cancellation);
        var grants = keys.Index().DistinctBy(key => key.Item).ToDictionary(key => key.Item, key => granted[key.Index]);
        return [.. hits.Select(hit =>
        {
            var allowance = hit.Allowances.Read(window, key => grants[key]);
            return new LiveCounter(
                hit, window, totals[hit.Scope] - allowance.Spared, allowance, unattributed.GetValueOrDefault((rule.Id, hit.Scope)));
        })];
    }
}
