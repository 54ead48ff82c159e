using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;
using KillSwitch.Overshoot.Workloads;

namespace KillSwitch.Overshoot.Innocents;

/// <summary>The most that any window of any caller holds, when all records are in.</summary>
internal static class Fullest
{
    private static readonly WindowCalendar Calendar = WindowCalendar.Of("UTC");

    public static decimal Of(Innocent innocent, IReadOnlyList<Call> calls, Stamp stamp)
    {
        var rolling = innocent.Every is Every.Rolling every ? new RollingWindow(every.Duration) : null;
        var counters = new Dictionary<(string Caller, Window Window), decimal>();
        foreach (var call in calls)
        {
            var record = call.RecordOf(stamp);
            var second = record.Timestamp.ToUnixTimeSeconds();
            var window = rolling?.Bucket(second) ?? Calendar.Containing(((Every.Calendar)innocent.Every).Unit, second);
            var key = (innocent.IsOfAccount ? "" : call.Principal, window);
            counters[key] = counters.GetValueOrDefault(key) + Measure.Of(innocent.Unit, UsageOf(record, call));
        }

        return rolling is null ? counters.Values.Max() : counters.Keys.Max(last =>
        {
            var (sum, window) = (0m, rolling.EndingAt(last.Window.Start));
            for (var start = window.Start; start < window.End; start += rolling.BucketSeconds)
                sum += counters.GetValueOrDefault((last.Caller, new Window(start, start + rolling.BucketSeconds)));
            return sum;
        });
    }

    private static Usage UsageOf(Invocation record, Call call) => new(1, record.Tokens, new Core.Money.Usd(call.Usd));
}
