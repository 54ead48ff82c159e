using KillSwitch.Engine.Drills;

namespace KillSwitch.Engine.Tests.Drills;

public class DrillPatienceTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(120)]
    [InlineData(300)]
    public void A_rule_outlives_what_is_waited_for_and_is_over_within_a_quarter_of_an_hour(int seconds)
    {
        var patience = DrillPatience.Of(TimeSpan.FromSeconds(seconds));

        patience.OfRule.ShouldBeGreaterThan(patience.ForStop + patience.ForEffect);
        patience.OfRule.ShouldBeLessThanOrEqualTo(TimeSpan.FromMinutes(15));
    }
}
