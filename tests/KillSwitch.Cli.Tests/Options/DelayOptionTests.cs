using KillSwitch.Cli.Options;

namespace KillSwitch.Cli.Tests.Options;

public class DelayOptionTests
{
    [Theory]
    [InlineData("20s", 20)]
    [InlineData("0s", 0)]
    [InlineData("5m", 300)]
    [InlineData("24h", 86_400)]
    public void A_delay_is_a_number_and_a_unit(string text, int seconds)
    {
        DelayOption.TryParse(text, out var delay).ShouldBeTrue();
        delay.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("s")]
    [InlineData("20")]
    [InlineData("-5s")]
    [InlineData("1.5m")]
    [InlineData("25h")]
    [InlineData("99999999999s")]
    [InlineData("5 m")]
    public void Anything_else_is_not(string text) => DelayOption.TryParse(text, out _).ShouldBeFalse();
}
