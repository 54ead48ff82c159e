using NodaTime;

namespace KillSwitch.Core.Windows;

/// <summary>
/// Calendar windows of one time zone. Consecutive windows of a unit touch and never overlap, on days of 23 and 25 hours too.
/// Zones are NodaTime's own copy of the IANA data, so that a window is the same on a laptop and in a Lambda.
/// </summary>
public sealed class WindowCalendar
{
    private static readonly int Units = Enum.GetValues<WindowUnit>().Length;

    private readonly DateTimeZone _zone;

    // The last window found for each unit: records come nearly in order. A stale read only costs a look-up.
    private readonly WindowBox?[] _last = new WindowBox?[Units];

    private WindowCalendar(DateTimeZone zone) => _zone = zone;

    /// <summary>The zone's IANA name.</summary>
    public string Zone => _zone.Id;

    /// <summary>The moment as the zone's clocks show it.</summary>
    public DateTimeOffset Local(DateTimeOffset at) => Instant.FromDateTimeOffset(at).InZone(_zone).ToDateTimeOffset();

    /// <summary>
    /// The moment that the zone's clocks show this; the first where they show it twice, and as long after the gap where they skip it.
    /// </summary>
    public DateTimeOffset At(DateOnly day, TimeOnly time) =>
        _zone.AtLeniently(LocalDate.FromDateOnly(day) + LocalTime.FromTimeOnly(time)).ToInstant().ToDateTimeOffset();

    public static bool IsZone(string name) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(name) is not null;

    /// <summary>The calendar of an IANA zone; a name that is none is an <see cref="ArgumentException"/>.</summary>
    public static WindowCalendar Of(string zone) =>
        new(DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone)
            ?? throw new ArgumentException($"`{zone}` is not an IANA time zone", nameof(zone)));

    /// <summary>The window of <paramref name="unit"/> that holds <paramref name="second"/> (since 1970).</summary>
    public Window Containing(WindowUnit unit, long second)
    {
        if (_last[(int)unit] is { } last && last.Window.Contains(second))
            return last.Window;
        var found = Find(unit, Instant.FromUnixTimeSeconds(second));
        _last[(int)unit] = new WindowBox(found);
        return found;
    }

    /// <summary>The hours that share a moment with a span, in order; none when it is empty.</summary>
    public IEnumerable<Window> Hours(long start, long end)
    {
        for (var hour = Containing(WindowUnit.Hour, start); hour.Start < end; hour = Containing(WindowUnit.Hour, hour.End))
            yield return hour;
    }

    private Window Find(WindowUnit unit, Instant at) => unit switch
    {
        WindowUnit.Minute => WithinOffset(at, 60),
        WindowUnit.Hour => WithinOffset(at, 3600),
        WindowUnit.Day => Days(at, date => date, date => date.PlusDays(1)),
        WindowUnit.Week => Days(at, date => date.PlusDays(1 - (int)date.DayOfWeek), date => date.PlusWeeks(1)),
        WindowUnit.Month => Days(at, date => new LocalDate(date.Year, date.Month, 1), date => date.PlusMonths(1)),
        _ => throw new ArgumentOutOfRangeException(nameof(unit), unit, "not a calendar window"),
    };

    private Window Days(Instant at, Func<LocalDate, LocalDate> first, Func<LocalDate, LocalDate> next)
    {
        var start = first(at.InZone(_zone).Date);
        return new Window(
            _zone.AtStartOfDay(start).ToInstant().ToUnixTimeSeconds(),
            _zone.AtStartOfDay(next(start)).ToInstant().ToUnixTimeSeconds());
    }

    // Hours and minutes are cut within a stretch of constant offset: where a clock is set back by half an hour,
    // the hour around it is two shorter windows instead of two that overlap.
    private Window WithinOffset(Instant at, long length)
    {
        var interval = _zone.GetZoneInterval(at);
        var second = at.ToUnixTimeSeconds();
        var offset = interval.WallOffset.Seconds;
        var start = second - Modulo(second + offset, length);
        var end = start + length;
        if (interval.HasStart)
            start = Math.Max(start, interval.Start.ToUnixTimeSeconds());
        if (interval.HasEnd)
            end = Math.Min(end, interval.End.ToUnixTimeSeconds());
        return new Window(start, end);
    }

    private static long Modulo(long value, long by) => ((value % by) + by) % by;

    private sealed record WindowBox(Window Window);
}
