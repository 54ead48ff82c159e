using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Tests.Policies;

public class DimensionCaseTests
{
    [Fact]
    public void Keys_of_IAM_tags_are_one_whatever_their_case_and_others_are_not()
    {
        Dimension.PrincipalTag("Team").ShouldBe(Dimension.PrincipalTag("team"));
        Dimension.ProfileTag("Team").ShouldNotBe(Dimension.ProfileTag("team"));
        Dimension.Tag("Team").ShouldNotBe(Dimension.Tag("team"));
    }

    [Fact]
    public void A_stop_of_those_who_carry_a_tag_is_one_whatever_the_case_of_its_key()
    {
        var stop = new StopTarget.Principals("111122223333", "Team", "Payments");

        stop.ShouldBe(new StopTarget.Principals("111122223333", "team", "Payments"));
        stop.Name.ShouldBe("principalTag:team=Payments");
        stop.ShouldNotBe(new StopTarget.Principals("111122223333", "team", "payments"));
    }
}
