using KillSwitch.Core.Denies;

namespace KillSwitch.Core.Tests.Denies;

public class DenyOrderTests
{
    private static readonly DenyOrder Order = new(["principal", "account"], ["session", "model"], ["mantle", "other-hold"]);

    [Theory]
    [InlineData("principal", "other-hold,mantle,model,session,account")]
    [InlineData("account", "other-hold,mantle,model,session")]
    [InlineData("session", "other-hold,mantle")]
    [InlineData("model", "other-hold,mantle")]
    [InlineData("mantle", "")]
    public void The_weakest_gives_its_place_first_and_none_of_the_same_strength_does(string policy, string yielding) =>
        string.Join(',', Order.Yielding(policy, [.. Order.All, "theirs"])).ShouldBe(yielding);

    [Fact]
    public void Only_what_is_attached_gives_its_place() => Order.Yielding("principal", ["theirs", "session"]).ShouldBe(["session"]);

    [Theory]
    [InlineData("account", "principal", true)]
    [InlineData("session", "account", true)]
    [InlineData("mantle", "principal", true)]
    [InlineData("principal", "account", false)]
    [InlineData("model", "session", false)]
    [InlineData("mantle", "session", false)]
    [InlineData("principal", "principal", false)]
    public void What_denies_all_spending_denies_what_a_weaker_one_would(string policy, string attached, bool isCovered) =>
        Order.IsCovered(policy, [attached, "theirs"]).ShouldBe(isCovered);

    [Fact]
    public void What_no_stop_needs_is_a_hold() => Order.All.Where(Order.IsHold).ShouldBe(["mantle", "other-hold"]);
}
