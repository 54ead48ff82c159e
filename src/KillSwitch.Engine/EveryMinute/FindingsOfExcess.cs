using System.Globalization;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Health;

namespace KillSwitch.Engine.EveryMinute;

/// <summary>Where the log counts more than the metrics do, as people are told.</summary>
internal static class FindingsOfExcess
{
    private static readonly TimeSpan Lately = TimeSpan.FromDays(1);

    /// <param name="known">All that is known.</param>
    /// <param name="resting">Stops in force that would not be without it.</param>
    public static IEnumerable<Condition> Of(IReadOnlyList<ExcessHour> known, IReadOnlyList<Stop> resting, DateTimeOffset now)
    {
        var lately = known.Where(one => one.Hour.Until + Lately > now).ToList();
        if (lately.Count == 0 && resting.Count == 0)
            yield break;
        var cost = lately.Aggregate(default(Usage), (sum, one) => sum + one.Usage).Cost;
        var named = string.Join(", ", lately.GroupBy(one => (one.Region, one.Model.Raw)).Take(5).Select(same => string.Create(
            CultureInfo.InvariantCulture,
            $"{PlainText.Of(same.Key.Raw)} in {same.Key.Region} {same.Aggregate(default(Usage), (sum, one) => sum + one.Usage).Cost} from "
                + $"{same.Min(one => one.Hour.From).UtcDateTime:yyyy-MM-dd HH:mm} UTC")));
        var rests = resting.Count == 0
            ? ""
            : " In force, and resting on it: "
                + $"{string.Join(", ", resting.Take(5).Select(stop => $"{stop.Id} on {PlainText.Of(stop.Target.Name)}"))}.";
        yield return new Condition(
            GuardCondition.LogExceedsMetrics,
            $"{cost} in the invocation log is not in CloudWatch's metrics",
            $"In hours that are over the log counts {cost} more than CloudWatch does, which counts every call that Bedrock serves: "
                + $"{named}. Somebody may be writing records to have others stopped. A stop that would rest on it waits for a "
                + $"person.{rests}",
            "find who may write into the log group (logs:PutLogEvents) or invoke the meter, and take that from them; killswitch restore "
                + "NAME lifts a stop that rests on it")
        { IsToldAtOnce = true };
    }
}
