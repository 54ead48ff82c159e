using System.Globalization;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>Tells of served calls that are charged by tokens and name no token count: what they cost is not known.</summary>
/// <param name="book">Where such calls are counted.</param>
/// <param name="account">Whose.</param>
public sealed class UncountedDuty(IUsageBook book, string account) : IMinuteDuty
{
    private const int MostNamed = 5;
    private static readonly TimeSpan Reach = TimeSpan.FromDays(1);

    public string Name => "uncounted calls";

    /// <summary>Longer than a stream's true record takes to follow its first one, as a rule.</summary>
    public TimeSpan Every => TimeSpan.FromMinutes(5);

    public async ValueTask<bool> LookAsync(Findings findings, DateTimeOffset now, CancellationToken cancellation)
    {
        findings.Look([GuardCondition.CountsMissing], await FindAsync(book, account, now, cancellation) is { } found ? [found] : []);
        return true;
    }

    /// <summary>What stands now; null where every call of the last day is counted.</summary>
    public static async ValueTask<Condition?> FindAsync(IUsageBook book, string account, DateTimeOffset now, CancellationToken cancellation)
    {
        var counters = await book.ListAsync(UncountedCalls.Hours(now, Reach), UncountedCalls.Shape(account), cancellation);
        var models = counters.Where(one => one.Usage.Calls > 0).GroupBy(one => UncountedCalls.ModelOf(one.Counter).Id)
            .Select(model => new Uncounted($"`{PlainText.Of(model.Key)}`", model.Sum(one => one.Usage.Calls), Callers(model)))
            .OrderBy(model => model.Name, StringComparer.Ordinal).ToList();
        return models.Count == 0 ? null : Of(models);
    }

    // Whoever called most, first.
    private static string Callers(IEnumerable<(CounterKey Counter, Usage Usage)> calls)
    {
        var callers = calls.GroupBy(one => UncountedCalls.CallerOf(one.Counter), one => one.Usage.Calls)
            .OrderByDescending(caller => caller.Sum()).ThenBy(caller => caller.Key, StringComparer.Ordinal)
            .Select(caller => PlainText.Of(caller.Key)).ToList();
        return callers is [var only] ? only
            : $"{callers[0]} and {callers.Count - 1} more {(callers.Count == 2 ? "caller" : "callers")}";
    }

    private static Condition Of(List<Uncounted> models)
    {
        var calls = models.Sum(model => model.Calls);
        // By name, so that more calls of the same models are no news.
        var named = models.Take(MostNamed).ToList();
        var who = string.Join(", ", named.Select(
            model => string.Create(CultureInfo.InvariantCulture, $"{model.Name} ({model.Calls:#,##0} by {model.Callers})")));
        var more = models.Count - named.Count is var left and > 0 ? $" and {left} more {(left == 1 ? "model" : "models")}" : "";
        return new Condition(
            GuardCondition.CountsMissing,
            "calls without a token count",
            string.Create(
                CultureInfo.InvariantCulture,
                $"{calls:#,##0} served {(calls == 1 ? "call" : "calls")} within the last day {(calls == 1 ? "names" : "name")} no token "
                    + $"count, neither in the record nor in the answer: "
                    + $"{who}{more}. They cost something, and no limit in dollars or tokens counts it, save those of the account and of "
                    + $"models where CloudWatch's metrics do."),
            $"cap {string.Join(", ", named.Select(model => model.Name))}{more} with `limit: {{ calls: … }}`, and log the answers "
                + $"(textDelivery), so that counts that stand there are read")
        {
            Parts = [.. named.Select(model => model.Name)],
        };
    }

    private sealed record Uncounted(string Name, long Calls, string Callers);
}
