using CsCheck;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Tests.Windows;

public class WindowCalendarTests
{
    private static readonly Gen<long> Second = Gen.Long[1_672_531_200, 4_070_908_800];
    private static readonly Gen<string> Zone = Gen.OneOf(new[]
    {
        "UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Sao_Paulo", "Africa/Cairo",
            "Pacific/Apia", "Asia/Beirut",
    }.Select(Gen.Const).ToArray());

    [Theory]
    [InlineData("UTC", WindowUnit.Minute, "2026-04-24T03:12:09Z", "2026-04-24T03:12:00Z/2026-04-24T03:13:00Z")]
    [InlineData("UTC", WindowUnit.Hour, "2026-04-24T03:12:09Z", "2026-04-24T03:00:00Z/2026-04-24T04:00:00Z")]
    [InlineData("UTC", WindowUnit.Day, "2026-04-24T00:00:00Z", "2026-04-24T00:00:00Z/2026-04-25T00:00:00Z")]
    [InlineData("UTC", WindowUnit.Week, "2026-04-26T23:59:59Z", "2026-04-20T00:00:00Z/2026-04-27T00:00:00Z")]
    [InlineData("UTC", WindowUnit.Week, "2026-04-27T00:00:00Z", "2026-04-27T00:00:00Z/2026-05-04T00:00:00Z")]
    [InlineData("UTC", WindowUnit.Week, "2027-01-01T00:00:00Z", "2026-12-28T00:00:00Z/2027-01-04T00:00:00Z")]
    [InlineData("UTC", WindowUnit.Month, "2024-02-29T12:00:00Z", "2024-02-01T00:00:00Z/2024-03-01T00:00:00Z")]
    [InlineData("Asia/Kathmandu", WindowUnit.Hour, "2026-04-24T03:12:09Z", "2026-04-24T02:15:00Z/2026-04-24T03:15:00Z")]
    [InlineData("America/New_York", WindowUnit.Month, "2026-11-30T23:00:00Z", "2026-11-01T04:00:00Z/2026-12-01T05:00:00Z")]
    public void A_window_starts_on_the_zones_own_clock(string zone, WindowUnit unit, string at, string expected) =>
        WindowCalendar.Of(zone).Containing(unit, DateTimeOffset.Parse(at, null).ToUnixTimeSeconds()).ToString().ShouldBe(expected);

    [Theory]
    [InlineData("Europe/Berlin", "2026-03-29T10:00:00Z", 23)]
    [InlineData("Europe/Berlin", "2026-10-25T10:00:00Z", 25)]
    [InlineData("America/New_York", "2026-03-08T16:00:00Z", 23)]
    [InlineData("America/New_York", "2026-11-01T16:00:00Z", 25)]
    [InlineData("Africa/Cairo", "2026-04-24T10:00:00Z", 23)] // the clock jumps at midnight: the day starts at one
    [InlineData("Europe/Berlin", "2026-04-24T10:00:00Z", 24)]
    public void A_day_of_a_clock_change_has_23_or_25_hours(string zone, string at, int hours) =>
        WindowCalendar.Of(zone)
            .Containing(WindowUnit.Day, DateTimeOffset.Parse(at, null).ToUnixTimeSeconds()).Seconds.ShouldBe(hours * 3600);

    [Fact]
    public void The_hour_that_a_clock_repeats_is_two_windows()
    {
        var calendar = WindowCalendar.Of("Europe/Berlin");
        var first = calendar.Containing(WindowUnit.Hour, DateTimeOffset.Parse("2026-10-25T00:30:00Z", null).ToUnixTimeSeconds());
        var second = calendar.Containing(WindowUnit.Hour, DateTimeOffset.Parse("2026-10-25T01:30:00Z", null).ToUnixTimeSeconds());

        first.Until.ShouldBe(second.From);
    }

    [Fact]
    public void Windows_of_a_unit_hold_their_moment_and_touch_without_overlap() =>
        Gen.Select(Zone, Gen.Enum<WindowUnit>(), Second).Sample((zone, unit, second) =>
        {
            var calendar = WindowCalendar.Of(zone);
            var window = calendar.Containing(unit, second);
            var next = calendar.Containing(unit, window.End);
            var previous = calendar.Containing(unit, window.Start - 1);
            return window.Contains(second) && next.Start == window.End && previous.End == window.Start
                && calendar.Containing(unit, window.Start) == window && calendar.Containing(unit, window.End - 1) == window;
        });

    [Fact]
    public void A_name_that_is_no_zone_is_refused() =>
        Should.Throw<ArgumentException>(
            () => WindowCalendar.Of("Mars/Olympus")).Message.ShouldContain("`Mars/Olympus` is not an IANA time zone");
}
