using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>
/// Every record that was delivered is in the hours of the account, once; every counter of a rule lies between the least and the most that
/// it can be.
/// </summary>
internal static class Counted
{
    public static async Task CheckAsync(Scene scene, History history)
    {
        var model = scene.Model;
        var hours = model.Counting.Calls.SelectMany(call => Zones(history).Select(zone => Span.Of("hour", zone, call.Second))).Distinct()
            .ToList();
        var sum = (await ReadAsync(scene, $"account={Names.Account}", hours)).Aggregate(default(Usage), (total, one) => total + one);
        var (calls, usd) = (model.Counting.Calls.Count, model.Counting.Calls.Sum(call => call.Usd));
        if (sum.Calls != calls || sum.Cost.Amount != usd)
            throw new ViolationException("lost", $"{sum.Calls} calls of ${sum.Cost.Amount} are counted, {calls} of ${usd} were delivered");
        foreach (
            var rule in model.Policy.Rules.Where(rule => rule.RollingMinutes == 0 && rule.Every != "minute" && rule.Unit != Unit.Ratio))
        {
            var window = Span.Of(rule.Every, model.Policy.Zone, scene.Now);
            foreach (var counter in model.Counting.Counters(rule).ToList())
            {
                var total = Counting.Sum(rule.Unit, []) + Of(rule, (await ReadAsync(scene, counter.Scope(rule), [window]))[0]);
                var (least, most) =
                    (Counting.Sum(rule.Unit, model.Counting.AtLeast(rule, counter, window)),
                    Counting.Sum(rule.Unit, model.Counting.AtMost(rule, counter, window)));
                if (total < least || total > most)
                {
                    throw new ViolationException(
                        "lost", $"{counter.Scope(rule)} is at {total} under {rule}, and should be at "
                        + $"{least}{(least == most ? "" : $" to {most}")}");
                }
            }
        }
    }

    // An hour of one zone is none of another where they differ by half an hour.
    private static IEnumerable<string> Zones(History history) =>
        history.Steps.OfType<Step.Apply>().Where(apply => apply.Change.StartsWith("zone=", StringComparison.Ordinal))
        .Select(apply => apply.Change["zone=".Length..]).Prepend(history.Policy.Zone).Distinct();

    private static decimal Of(RuleSpec rule, Usage usage) => rule.Unit switch
    {
        Unit.Usd => usage.Cost.Amount,
        Unit.Calls => usage.Calls,
        _ => usage.Tokens.TotalTokens,
    };

    private static ValueTask<IReadOnlyList<Usage>> ReadAsync(Scene scene, string scope, IReadOnlyList<Span> windows) =>
        scene.Guard.Ledger.ReadAsync([.. windows.Select(window => new CounterKey(scope, new Window(window.From, window.Until)))], default);
}
