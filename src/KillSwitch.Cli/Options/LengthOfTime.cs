using System.Globalization;

namespace KillSwitch.Cli.Options;

/// <summary>
/// A length of time as a person writes it: a whole number and a unit, such as <c>20s</c>, <c>90m</c>, <c>12h</c> or <c>7d</c>.
/// </summary>
internal static class LengthOfTime
{
    /// <param name="text">As it was written; a sign is no part of it.</param>
    /// <param name="units">Those that are allowed, of <c>smhd</c>.</param>
    /// <param name="most">The longest that is allowed.</param>
    /// <param name="length">What was read; zero when nothing was.</param>
    public static bool TryParse(string text, string units, TimeSpan most, out TimeSpan length)
    {
        length = default;
        if (text.Length < 2 || !units.Contains(text[^1], StringComparison.Ordinal)
            || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return false;
        }

        var unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            _ => TimeSpan.FromDays(1),
        };
        if (number > most / unit)
            return false;
        length = number * unit;
        return true;
    }
}
