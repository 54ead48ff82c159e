using System.Globalization;

namespace KillSwitch.Core.Windows;

/// <summary>A half-open span of UTC time, in whole seconds since 1970: <c>[Start, End)</c>.</summary>
public readonly record struct Window(long Start, long End)
{
    /// <summary>From 1970 to the end of the year 9999: of what belongs to no window.</summary>
    public static Window Always { get; } = new(0, 253_402_300_799);

    public DateTimeOffset From => DateTimeOffset.FromUnixTimeSeconds(Start);

    public DateTimeOffset Until => DateTimeOffset.FromUnixTimeSeconds(End);

    public long Seconds => End - Start;

    /// <summary>The minute of UTC that holds a second, which is that of every zone.</summary>
    public static Window MinuteOf(long second)
    {
        const long minute = 60;
        var start = second - (second % minute);
        return new Window(start, start + minute);
    }

    public bool Contains(long second) => Start <= second && second < End;

    public bool Overlaps(Window other) => Start < other.End && other.Start < End;

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{From:yyyy-MM-ddTHH:mm:ssZ}/{Until:yyyy-MM-ddTHH:mm:ssZ}");
}
