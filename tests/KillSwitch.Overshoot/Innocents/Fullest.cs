using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;
using KillSwitch.Overshoot.Workloads;

namespace KillSwitch.Overshoot.Innocents;

/// <summary>The most that any window of any caller holds, when all records are in.</summary>
internal static class Fullest
{
    private static readonly WindowCalendar Calendar = WindowCalendar.Of("UTC");

    public static decimal Of(Innocent innocent, IReadOnlyList<Call> calls, Stamp stamp)
    {
        var windows = RuleWindow.Of(innocent.Every, Calendar);
        var counters = new Dictionary<(string Caller, Window Window), decimal>();
        foreach (var call in calls)
        {
            var record = call.RecordOf(stamp);
            var second = record.Timestamp.ToUnixTimeSeconds();
            var key = (innocent.IsOfAccount ? "" : call.Principal, windows.Bucket(second));
            counters[key] = counters.GetValueOrDefault(key) + innocent.Unit.Of(UsageOf(record, call));
        }

        return counters.Keys.Max(last => windows.Buckets(windows.Holding(last.Window.Start))
            .Sum(bucket => counters.GetValueOrDefault((last.Caller, bucket))));
    }

    private static Usage UsageOf(Invocation record, Call call) => new(1, record.Tokens, new Core.Money.Usd(call.Usd));
}
