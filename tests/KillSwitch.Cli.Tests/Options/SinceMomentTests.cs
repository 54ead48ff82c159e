using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Options;

namespace KillSwitch.Cli.Tests.Options;

public class SinceMomentTests
{
    private static readonly DateTimeOffset End = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("90m", "2026-11-25T10:30:00Z")]
    [InlineData("24h", "2026-11-24T12:00:00Z")]
    [InlineData("7d", "2026-11-18T12:00:00Z")]
    [InlineData("2026-11-01", "2026-11-01T00:00:00Z")]
    [InlineData("2026-11-01T03:00:00+02:00", "2026-11-01T01:00:00Z")]
    public void A_moment_is_a_length_of_time_a_date_or_a_time(string text, string at) =>
        TimeText.Iso(SinceMoment.Parse(text).ShouldNotBeNull().Before(End)).ShouldBe(at);

    [Theory]
    [InlineData("")]
    [InlineData("7")]
    [InlineData("0d")]
    [InlineData("-1d")]
    [InlineData("401d")]
    [InlineData("9999999d")]
    [InlineData("01/02/2026")]
    public void Anything_else_is_none(string text) => SinceMoment.Parse(text).ShouldBeNull();
}
