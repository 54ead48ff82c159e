using KillSwitch.Cli.Charts;

namespace KillSwitch.Cli.Tests.Charts;

public class RatioLineTests
{
    [Fact]
    public void A_step_is_from_none_to_all_and_blank_without_a_whole() =>
        RatioLine.Of([(0, 10), (5, 10), (10, 10), (0, 0)], 10, unicode: true).ShouldBe("▁▄█ ");

    [Fact]
    public void Without_blocks_it_is_in_tenths() => RatioLine.Of([(0, 10), (5, 10), (10, 10)], 10, unicode: false).ShouldBe("059");

    [Fact]
    public void More_steps_than_room_are_drawn_together_by_their_weight() =>
        RatioLine.Of([(0, 10), (90, 90), (0, 50), (0, 50)], 2, unicode: false).ShouldBe("90");
}
