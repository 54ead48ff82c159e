namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>Seconds since 1970, from one up to another. Reckoned plainly: no zone here changes its clocks.</summary>
internal readonly record struct Span(long From, long Until)
{
    public const long Minute = 60;
    public const long Hour = 3600;
    public const long Day = 86400;

    public bool Has(long second) => From <= second && second < Until;

    public bool Holds(Span other) => From <= other.From && other.Until <= Until;

    public bool Meets(Span other) => From < other.Until && other.From < Until;

    /// <summary>What a zone's clocks are ahead of UTC.</summary>
    public static long Ahead(string zone) => zone switch
    {
        "UTC" => 0,
        "Etc/GMT-5" => 5 * Hour,
        "Asia/Kolkata" => (5 * Hour) + (30 * Minute),
        _ => throw new FormatException($"`{zone}` is no zone of these histories"),
    };

    /// <summary>The window of a rule that a moment belongs to; of a trailing one, what it counts at that moment at the most.</summary>
    public static Span Of(string every, string zone, long second)
    {
        if (every[^1] == 'm')
        {
            var duration = int.Parse(every[..^1], System.Globalization.CultureInfo.InvariantCulture) * Minute;
            var step = Math.Max(Minute, duration / 60);
            var start = second - (second % step);
            return new Span(start - duration, start + step);
        }

        var ahead = Ahead(zone);
        var local = second + ahead;
        return every switch
        {
            "minute" => Cut(Minute),
            "hour" => Cut(Hour),
            "day" => Cut(Day),
            // 1970 began on a Thursday.
            "week" =>
                new Span(local - ((local + (3 * Day)) % (7 * Day)) - ahead, local - ((local + (3 * Day)) % (7 * Day)) + (7 * Day) - ahead),
            "month" => Month(),
            _ => throw new FormatException($"`{every}` is no window"),
        };

        Span Cut(long length) => new(local - (local % length) - ahead, local - (local % length) + length - ahead);

        Span Month()
        {
            var day = DateTimeOffset.FromUnixTimeSeconds(local);
            var first = new DateTimeOffset(day.Year, day.Month, 1, 0, 0, 0, TimeSpan.Zero);
            return new Span(first.ToUnixTimeSeconds() - ahead, first.AddMonths(1).ToUnixTimeSeconds() - ahead);
        }
    }
}
