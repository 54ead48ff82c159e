using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;

namespace KillSwitch.Engine.Reconciliation;

/// <summary>What CloudWatch alone has counted, by the rule and the counter that it belongs to.</summary>
public sealed class UnattributedCounters(RuleBook rules, Reconciler reconciler, string account)
{
    /// <summary>The part of each counter's total, in the windows that hold a moment.</summary>
    /// <param name="second">The moment, in seconds since 1970.</param>
    /// <param name="until">Metrics from this second on are left out.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<IReadOnlyDictionary<(string Rule, string Scope), Usage>> TotalsAsync(long second, long until, CancellationToken cancellation) =>
        (await FindAsync(second, until, cancellation)).ToDictionary(counter => counter.Key, counter => counter.Value.Unattributed);

    internal async ValueTask<Dictionary<(string Rule, string Scope), Counter>> FindAsync(long second, long until, CancellationToken cancellation)
    {
        var found = new Dictionary<(string, string), Counter>();
        foreach (var window in rules.RulesWithoutCaller.Select(rule => WindowOf(rule, second)).Distinct())
        {
            foreach (var (region, model, usage, _, _) in await reconciler.UnattributedAsync(window, until, cancellation))
            {
                var call = Call(region, model, second);
                foreach (var hit in call.Hits.Where(hit => call.Judged(hit, rules.Calendar) == window))
                {
                    var key = (hit.Rule.Id, hit.Scope);
                    found[key] = found.TryGetValue(key, out var same) ? same with { Unattributed = same.Unattributed + usage } : new Counter(hit, call, usage);
                }
            }
        }

        return found;
    }

    /// <summary>A call of which account, region and model are known.</summary>
    internal Metered Call(string region, ModelId model, long second)
    {
        var invocation = new Invocation
        {
            Id = new RecordId(account, region, Guid.Empty),
            Timestamp = DateTimeOffset.FromUnixTimeSeconds(second),
            Caller = Caller.None,
            Model = model,
        };
        return new Metered(invocation, default, rules.HitsWithoutCaller(invocation), []);
    }

    private Window WindowOf(Rule rule, long second) => rule.Every is Every.Rolling rolling
        ? new RollingWindow(rolling.Duration).EndingAt(second)
        : rules.Calendar.Containing(((Every.Calendar)rule.Every!).Unit, second);

    internal sealed record Counter(RuleHit Hit, Metered Call, Usage Unattributed);
}
