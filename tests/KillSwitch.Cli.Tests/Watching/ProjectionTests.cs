using KillSwitch.Cli.Watching;

namespace KillSwitch.Cli.Tests.Watching;

public class ProjectionTests
{
    [Theory]
    [InlineData(54, 30, 12)]
    [InlineData(0, 60, 60)]
    public void A_counter_reaches_its_limit_when_the_rest_is_spent_at_its_rate(int measured, int perHour, int minutes) =>
        Projection.Of(
            SampleGuard.Reading(0, "role/a", measured), perHour, SampleGuard.Now).ReachesAt.ShouldBe(SampleGuard.Now.AddMinutes(minutes));

    [Theory]
    [InlineData(54, 0)]
    [InlineData(54, 0.0001)]
    [InlineData(60, 30)]
    [InlineData(6, 4)]
    public void It_does_not_at_rest_or_past_it_or_before_the_window_turns(double measured, double perHour) =>
        Projection.Of(SampleGuard.Reading(0, "role/a", (decimal)measured), (decimal)perHour, SampleGuard.Now).ReachesAt.ShouldBeNull();
}
