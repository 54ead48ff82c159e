using KillSwitch.Cli.Options;

namespace KillSwitch.Cli.Tests.Options;

public class SinceOptionTests
{
    private static readonly TimeSpan Most = TimeSpan.FromDays(455);

    [Theory]
    [InlineData("90m", 90)]
    [InlineData("12h", 12 * 60)]
    [InlineData("7d", 7 * 24 * 60)]
    [InlineData("455d", 455 * 24 * 60)]
    public void A_time_to_look_back_is_minutes_hours_or_days(string text, int minutes)
    {
        SinceOption.TryParse(text, Most, out var since).ShouldBeTrue();
        since.ShouldBe(TimeSpan.FromMinutes(minutes));
    }

    [Theory]
    [InlineData("7")]
    [InlineData("0d")]
    [InlineData("-7d")]
    [InlineData("456d")]
    [InlineData("9999999d")]
    [InlineData("7w")]
    [InlineData("")]
    public void Anything_else_is_none(string text) => SinceOption.TryParse(text, Most, out _).ShouldBeFalse();
}
