using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tests.Replay;
using static KillSwitch.Engine.Tests.ByHand.ByHandHarness;

namespace KillSwitch.Engine.Tests.ByHand;

public class StrayDenyTests
{
    private static readonly DateTimeOffset Now = Calls.Start;
    private static readonly StopTarget Agent = Named("role/agent");

    [Fact]
    public async Task A_deny_that_no_stop_stands_behind_is_lifted_and_that_is_on_record_first()
    {
        var guard = new ByHandHarness();
        await guard.Account.DenyAsync(Agent, Now, default);

        (await guard.StrayDeny.LiftAsync([], Agent, await guard.AnaAsync(), Now, default)).ShouldBeOfType<EnforcementResult.Done>();

        (await guard.Account.IsDeniedAsync(Agent, default)).ShouldBe(false);
        guard.Actions.Entries.ShouldHaveSingleItem()
            .ShouldBe((Now, "role/agent", $"lifting a deny that no stop stands behind, for {Ana}"));
    }

    [Theory]
    [InlineData("a stop stands behind it")]
    [InlineData("nothing is denied")]
    [InlineData("everyone is meant")]
    [InlineData("the name means nobody")]
    public async Task Nothing_else_is_touched(string why)
    {
        var guard = new ByHandHarness();
        var account = new StopTarget.WholeAccount("111122223333");
        if (why == "a stop stands behind it")
            await guard.StopAsync(Agent, Now);
        else if (why == "everyone is meant")
            await guard.Account.DenyAsync(account, Now, default);
        StopTarget? named = why switch
        {
            "everyone is meant" => account,
            "the name means nobody" => null,
            _ => Agent,
        };

        (await guard.StrayDeny.LiftAsync([], named, await guard.AnaAsync(), Now, default)).ShouldBeNull();

        guard.Actions.Entries.ShouldBeEmpty();
        (await guard.Account.IsDeniedAsync(named ?? Agent, default)).ShouldBe(why is "a stop stands behind it" or "everyone is meant");
    }
}
