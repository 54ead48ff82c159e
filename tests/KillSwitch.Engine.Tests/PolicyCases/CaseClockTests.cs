using KillSwitch.Core.Windows;
using KillSwitch.Engine.PolicyCases;

namespace KillSwitch.Engine.Tests.PolicyCases;

public class CaseClockTests
{
    private static readonly CaseClock Berlin = new(new DateOnly(2026, 3, 28), WindowCalendar.Of("Europe/Berlin"));

    // The clocks go forward on day 2.
    [Theory]
    [InlineData("09:00", "2026-03-28T08:00:00Z", "day 1 09:00:00")]
    [InlineData("9:00:30", "2026-03-28T08:00:30Z", "day 1 09:00:30")]
    [InlineData("day 2 00:30", "2026-03-28T23:30:00Z", "day 2 00:30:00")]
    [InlineData("day 2 02:30", "2026-03-29T01:30:00Z", "day 2 03:30:00")]
    [InlineData("day 3 09:00", "2026-03-30T07:00:00Z", "day 3 09:00:00")]
    [InlineData("2026-03-29T09:00:00Z", "2026-03-29T09:00:00Z", "day 2 11:00:00")]
    [InlineData("2026-03-29T09:00:00+02:00", "2026-03-29T07:00:00Z", "day 2 09:00:00")]
    [InlineData("2026-03-27T09:00:00Z", "2026-03-27T09:00:00Z", "2026-03-27T09:00:00Z")]
    public void Times_are_those_of_the_policys_clocks(string text, string moment, string said)
    {
        var at = Berlin.Read(text).ShouldNotBeNull();

        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture).ShouldBe(moment);
        Berlin.Text(at).ShouldBe(said);
    }

    [Theory]
    [InlineData("")]
    [InlineData("24:00")]
    [InlineData("day 0 09:00")]
    [InlineData("day 9999 09:00")]
    [InlineData("day two 09:00")]
    [InlineData("2026-06-01")]
    [InlineData("0001-01-01T00:00:00Z")]
    [InlineData("9999-12-31T23:59:59Z")]
    public void What_is_none_is_none(string text) => Berlin.Read(text).ShouldBeNull();
}
