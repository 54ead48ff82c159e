using System.Globalization;
using KillSwitch.Core.Drills;
using KillSwitch.Core.InvocationLog;

namespace KillSwitch.Core.Evaluation;

/// <summary>What of a drill the brake goes by, in place of what it guesses.</summary>
public static class DrillTiming
{
    /// <summary>For how long a drill says something: AWS and the guard move on.</summary>
    public static TimeSpan CountsFor { get; } = TimeSpan.FromDays(90);

    /// <summary>A deny takes IAM a second at least, and by AWS's word less than a minute in most cases.</summary>
    public static (TimeSpan Least, TimeSpan Most) PlausibleDeny { get; } = (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1));

    /// <summary>To a deny come the record's way, and the subscription's, by AWS's word less than three minutes as a rule.</summary>
    public static (TimeSpan Least, TimeSpan Most) PlausibleWay { get; } = (TimeSpan.FromSeconds(2), TimeSpan.FromMinutes(4));

    /// <summary>
    /// What was measured where it is plausible, and what is guessed for the rest. All is guessed without a drill, and after one that ended
    /// longer ago than it <see cref="CountsFor"/> or is yet to come.
    /// </summary>
    public static GuardTiming Of(DrillFindings? drill, DateTimeOffset now)
    {
        var guessed = GuardTiming.Guessed;
        if (drill is null || !Counts(drill, now))
            return guessed;
        var deny = Plausible(drill.Delays.Deny, PlausibleDeny);
        var way = Plausible(drill.Delays.Whole, PlausibleWay);
        return deny is null && way is null && drill.Stamp == RecordStamp.Unknown
            ? guessed
            : new GuardTiming(deny ?? guessed.EnforcementLag)
            {
                UsualWay = way ?? guessed.UsualWay,
                Stamp = drill.Stamp,
                DrilledAt = drill.EndedAt,
                IsEnforcementLagMeasured = deny is not null,
            };
    }

    /// <summary>Whether it is recent enough to say something.</summary>
    public static bool Counts(DrillFindings drill, DateTimeOffset now) =>
        now - drill.EndedAt <= CountsFor && !ClockSkew.IsAhead(drill.EndedAt, now);

    /// <summary>What was measured and is not gone by, as it cannot be: a clause each.</summary>
    public static IEnumerable<string> Implausible(DrillFindings drill) =>
        ((IEnumerable<string?>)
        [
            Problem("from the count to the first call that was refused", drill.Delays.Deny, PlausibleDeny),
            Problem("from the answer to the first call that was refused", drill.Delays.Whole, PlausibleWay),
        ]).OfType<string>();

    private static string? Problem(string step, TimeSpan? took, (TimeSpan Least, TimeSpan Most) bounds) =>
        took is not { } measured || Plausible(took, bounds) is not null ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{measured.TotalSeconds:0.0} s {step} is not between {bounds.Least.TotalSeconds:0} and {bounds.Most.TotalSeconds:0} s");

    private static TimeSpan? Plausible(TimeSpan? took, (TimeSpan Least, TimeSpan Most) bounds) =>
        took >= bounds.Least && took <= bounds.Most ? took : null;
}
