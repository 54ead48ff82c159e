using KillSwitch.Cli.Layout;

namespace KillSwitch.Cli.Tests.Layout;

public class GlyphsTests
{
    [Theory]
    [InlineData(0, "")]
    [InlineData(0.0001, "▏")]
    [InlineData(0.5, "██")]
    [InlineData(0.53, "██▏")]
    [InlineData(1, "████")]
    [InlineData(3.8, "████")]
    public void A_bar_is_as_long_as_its_share(double share, string bar) => Glyphs.Unicode.Bar((decimal)share, 4).ShouldBe(bar);

    [Fact]
    public void A_sparkline_shows_what_is_more_than_nothing()
    {
        Glyphs.Unicode.Sparkline([0, 0.001m, 4, 8], 10).ShouldBe(" ▁▄█");
        Glyphs.Ascii.Sparkline([0, 0.001m, 4, 8], 10).ShouldBe(" .=@");
        Glyphs.Unicode.Sparkline([], 10).ShouldBe("");
        Glyphs.Unicode.Sparkline([0, 0], 10).ShouldBe("  ");
    }

    [Fact]
    public void More_hours_than_there_is_room_for_are_drawn_together() =>
        Glyphs.Unicode.Sparkline([.. Enumerable.Range(0, 48).Select(hour => (decimal)(hour / 24))], 2).ShouldBe(" █");
}
