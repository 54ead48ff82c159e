using System.Globalization;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Settings;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Health;

/// <summary>What the signs of life say.</summary>
public static class MeterHealth
{
    private static readonly TimeSpan Lately = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestLag = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan UnpricedReach = TimeSpan.FromDays(1);

    public static void Look(Findings findings, IReadOnlyList<Heartbeat> beats, DateTimeOffset now)
    {
        var meters = beats.Where(beat => beat.Part.StartsWith("meter/", StringComparison.Ordinal)).ToList();
        var failing = meters.Concat(beats.Where(beat => beat.Part.StartsWith("mantle/", StringComparison.Ordinal)))
            .Where(beat => beat.FailedAt > beat.At && now - beat.FailedAt < Lately).ToList();
        findings.Look([GuardCondition.MeterFailing], failing.Take(1).Select(beat => new Condition(
            GuardCondition.MeterFailing,
            $"the meter fails in {Region(beat)}",
            $"The meter failed at {Time(beat.FailedAt!.Value)} and has not run to its end since: "
                + $"{PlainText.Of(beat.Failure ?? "no reason is known")}. What it is given waits and is tried again.",
            "read its log; what it gave up on lies in its dead-letter queue, and is filled from the log group meanwhile")));

        var lagging = meters.Where(beat => beat.DataLag > LongestLag && now - beat.At < Lately).ToList();
        findings.Look([GuardCondition.Lagging], lagging.Take(1).Select(beat => new Condition(
            GuardCondition.Lagging,
            $"records are {Counted.Of((long)Math.Round(beat.DataLag!.Value.TotalMinutes), "minute")} late in {Region(beat)}",
            "Records reach the meter late, and a stop comes as late as they do.",
            "look at the alarms MeterBehind and LoggingFails; raise `meterConcurrency` where the meter is throttled")));

        var unpriced = beats.Where(beat => now - beat.UnpricedAt < UnpricedReach && beat.Unpriced is not null).ToList();
        findings.Look([GuardCondition.PriceMissing], unpriced.Take(1).Select(_ => new Condition(
            GuardCondition.PriceMissing,
            "models without a price",
            "These models were called within the last day and have no price: "
                + $"{PlainText.Of(string.Join(", ", unpriced.Select(one => one.Unpriced).Distinct()))}. They count at the dearest price "
                + "of their vendor, or as the policy says.",
            "update the guard, whose prices are dated; until then expect early stops on these models")));
    }

    private static string Region(Heartbeat beat) => beat.Part[(beat.Part.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static string Time(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) + " UTC";
}
