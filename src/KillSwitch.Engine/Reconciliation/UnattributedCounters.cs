using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Cycle;

namespace KillSwitch.Engine.Reconciliation;

/// <summary>What CloudWatch alone has counted, by the rule and the counter that it belongs to.</summary>
public sealed class UnattributedCounters(RuleBook rules, Reconciler reconciler, string account)
{
    // Metrics come minutes late, and are read every five minutes.
    private const long MinutesLookedBack = 20 * 60;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>The part of each counter's total, in the windows that hold a moment.</summary>
    /// <param name="second">The moment, in seconds since 1970.</param>
    /// <param name="until">Metrics from this second on are left out.</param>
    public async ValueTask<IReadOnlyDictionary<(string Rule, string Scope), Usage>> TotalsAsync(
        long second, long until, CancellationToken cancellation) =>
        (await FindAsync([second], until, cancellation))
            .ToDictionary(counter => (counter.Key.Rule, counter.Key.Scope), counter => counter.Value.Unattributed);

    /// <summary>
    /// In every window that holds one of the moments, of each rule; of a rolling rule in the one that ends with the last.
    /// </summary>
    internal async ValueTask<Dictionary<CounterId, Counter>> FindAsync(
        IReadOnlyList<long> seconds, long until, CancellationToken cancellation)
    {
        var found = new Dictionary<CounterId, Counter>();
        foreach (var (window, second) in Windows(seconds))
        {
            foreach (var (region, model, usage, _, _) in await reconciler.UnattributedAsync(window, until, cancellation))
            {
                var call = Call(region, model, second);
                foreach (var hit in call.Hits.Where(hit => call.Judged(hit) == window))
                {
                    var key = new CounterId(hit.Rule.Id, hit.Scope, window);
                    found[key] = found.TryGetValue(key, out var same)
                        ? same with { Unattributed = same.Unattributed + usage }
                        : new Counter(hit, call, usage);
                }
            }
        }

        return found;
    }

    /// <summary>A call of which account, region and model are known.</summary>
    internal PricedInvocation Call(string region, ModelId model, long second)
    {
        var invocation = new Invocation
        {
            Id = new RecordId(account, region, Guid.Empty),
            Timestamp = DateTimeOffset.FromUnixTimeSeconds(second),
            Caller = Caller.None,
            Model = model,
        };
        return new PricedInvocation(invocation, default, rules.HitsWithoutCaller(invocation), []);
    }

    // Each with the last of the moments in it, the earliest window first.
    private IEnumerable<(Window Window, long Second)> Windows(IReadOnlyList<long> seconds)
    {
        var (found, newest) = (new Dictionary<Window, long>(), seconds.Max());
        foreach (var rule in rules.RulesWithoutCaller)
        {
            var windows = rules.WindowsOf(rule);
            foreach (var second in windows.IsRolling ? [newest]
                : seconds.Where(second => rule.Every.Shortest > Minute || second > newest - MinutesLookedBack))
            {
                var window = windows.Holding(second);
                found[window] = Math.Max(found.GetValueOrDefault(window), second);
            }
        }

        return found.Select(window => (window.Key, window.Value)).OrderBy(window => window.Key.End);
    }

    internal readonly record struct CounterId(string Rule, string Scope, Window Window);

    internal sealed record Counter(RuleHit Hit, PricedInvocation Call, Usage Unattributed);
}
