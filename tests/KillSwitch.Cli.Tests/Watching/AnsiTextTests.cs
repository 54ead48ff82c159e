using KillSwitch.Cli.Layout;
using KillSwitch.Cli.Watching;

namespace KillSwitch.Cli.Tests.Watching;

public class AnsiTextTests
{
    // Cyan is next to nothing on a light terminal, dark blue on a dark one; `usage` and `status` draw in this blue, too.
    [Fact]
    public void Bars_have_the_blue_that_is_seen_on_light_and_dark() =>
        new AnsiText(IsColoured: true).Of(Line.Of("█", Ink.Chart)).ShouldBe("\e[94m█\e[0m");

    [Fact]
    public void Without_colour_nothing_is_coloured() =>
        new AnsiText(IsColoured: false).Of(Line.Of("█", Ink.Chart)).ShouldBe("█");
}
