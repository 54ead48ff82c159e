using System.Globalization;
using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.Messages;

/// <summary>A moment as people read it: in UTC, and by the policy's clock where that is another.</summary>
internal static class Moment
{
    /// <summary><c>2026-04-24 03:12 UTC (05:12 Europe/Berlin)</c></summary>
    public static string Minute(DateTimeOffset at, WindowCalendar calendar) => Both(at, calendar, "HH:mm");

    /// <summary><c>2026-04-24 03:12:09 UTC (05:12:09 Europe/Berlin)</c></summary>
    public static string Second(DateTimeOffset at, WindowCalendar calendar) => Both(at, calendar, "HH:mm:ss");

    /// <summary><c>2026-04-24T03:12:09Z</c></summary>
    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    /// <summary><c>2 s</c>, <c>40 min</c>, <c>3 h 10 min</c>, <c>2 d 4 h</c>: two parts at most, rounded down.</summary>
    public static string Span(TimeSpan span) => span switch
    {
        { TotalDays: >= 1 } => Parts((int)span.TotalDays, "d", span.Hours, "h"),
        { TotalHours: >= 1 } => Parts(span.Hours, "h", span.Minutes, "min"),
        { TotalMinutes: >= 1 } => Parts(span.Minutes, "min", 0, ""),
        _ => Parts((int)Math.Max(0, span.TotalSeconds), "s", 0, ""),
    };

    private static string Parts(int first, string unit, int second, string smaller) => second == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{first} {unit}")
        : string.Create(CultureInfo.InvariantCulture, $"{first} {unit} {second} {smaller}");

    private static string Both(DateTimeOffset at, WindowCalendar calendar, string format)
    {
        var (utc, local) = (at.ToUniversalTime(), calendar.Local(at));
        var text = utc.ToString("yyyy-MM-dd " + format, CultureInfo.InvariantCulture) + " UTC";
        if (local.Offset == TimeSpan.Zero)
            return text;
        var there = local.Date == utc.Date ? format : "yyyy-MM-dd " + format;
        return $"{text} ({local.ToString(there, CultureInfo.InvariantCulture)} {calendar.Zone})";
    }
}
