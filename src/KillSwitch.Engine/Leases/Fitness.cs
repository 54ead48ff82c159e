using KillSwitch.Core.Settings;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.EveryMinute;

namespace KillSwitch.Engine.Leases;

/// <summary>Whether the guard can stand for the leased: it knows what to stop, sees who spends, and can stop them.</summary>
public static class Fitness
{
    // What blinds it. Late records, missing prices and spending that no log explains make it slower or stricter, not blind.
    private static readonly string[] Blinding =
    [
        GuardCondition.PolicyMissing, GuardCondition.PolicyInvalid, GuardCondition.LoggingOff, GuardCondition.LogsSilent,
        GuardCondition.MetricsUnreadable, GuardCondition.MeterFailing,
    ];

    /// <summary>What keeps it from that; null where nothing does.</summary>
    /// <param name="report">What the watch did and found.</param>
    /// <param name="open">Every open stop.</param>
    public static string? Obstacle(MinuteReport report, IReadOnlyList<Stop> open)
    {
        if (report.Failures.Count > 0)
            return $"{report.Failures[0].Duty} failed: {report.Failures[0].Error.Message}";
        if (report.Conditions.FirstOrDefault(one => Blinding.Contains(one.Condition.Kind)) is { } blind)
            return blind.Condition.Subject;
        // A stop that one principal's own fault keeps from working says nothing of the next.
        return open.FirstOrDefault(
            stop => stop is
            {
                State: StopState.Failed, Failure: StopFailure.AccessDenied or StopFailure.NotPrepared
            or StopFailure.Unavailable
            }) is { } failed
            ? $"it cannot stop {failed.Target.Name}: {failed.Note}"
            : null;
    }
}
