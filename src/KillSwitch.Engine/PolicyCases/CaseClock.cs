using System.Globalization;
using System.Text.RegularExpressions;
using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.PolicyCases;

/// <summary>Times of a case, by the clocks of the policy's time zone: <c>09:00</c> and <c>day 2 09:00</c>, counted from day 1.</summary>
public sealed partial class CaseClock(DateOnly start, WindowCalendar calendar)
{
    public const string Allowed =
        "a time of day 1 such as `09:00` or `09:00:30`, `day 2 09:00`, or a moment such as `2026-06-01T09:00:00Z`";

    /// <summary>Day 1 where a file names none: a Monday, and the first of its month.</summary>
    public static DateOnly Start { get; } = new(2026, 6, 1);

    /// <summary>Prices and zones are known of these.</summary>
    public static bool IsKnown(int year) => year is >= 2020 and < 2100;

    /// <summary>Null for what is no time.</summary>
    public DateTimeOffset? Read(string text)
    {
        if (OfDay().Match(text) is { Success: true } match)
        {
            var day = match.Groups["day"] is { Success: true } number ? int.Parse(number.Value, CultureInfo.InvariantCulture) : 1;
            return TimeOnly.TryParseExact(match.Groups["time"].Value, ["H:mm", "H:mm:ss"], CultureInfo.InvariantCulture,
                DateTimeStyles.None, out var time)
                ? calendar.At(start.AddDays(day - 1), time)
                : null;
        }

        return DateTimeOffset.TryParseExact(text, "yyyy-MM-dd'T'HH:mm:ssK", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out var moment) && IsKnown(moment.Year)
            ? moment.ToUniversalTime()
            : null;
    }

    /// <summary><c>day 2 09:00:20</c>, or a moment in UTC where that is before day 1.</summary>
    public string Text(DateTimeOffset at)
    {
        var local = calendar.Local(at);
        var day = DateOnly.FromDateTime(local.DateTime).DayNumber - start.DayNumber + 1;
        return day < 1
            ? at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"day {day} {local:HH:mm:ss}");
    }

    [GeneratedRegex("^(?:day (?<day>[1-9][0-9]{0,2}) )?(?<time>[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?)$", RegexOptions.CultureInvariant)]
    private static partial Regex OfDay();
}
