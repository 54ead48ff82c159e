using KillSwitch.Core.Stops;
using KillSwitch.Engine.ByHand;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Tests.Replay;
using static KillSwitch.Engine.Tests.ByHand.ByHandHarness;

namespace KillSwitch.Engine.Tests.ByHand;

public class KeySwitchTests
{
    private static readonly DateTimeOffset Now = Calls.Start;

    [Fact]
    public async Task Keys_are_written_down_and_deactivated_and_a_restore_reactivates_exactly_those()
    {
        var guard = new ByHandHarness();
        var stop = await guard.StopAsync(Named("user/agent"), Now);

        var off = (await guard.Keys.DeactivateAsync(stop, await guard.AnaAsync(), Now, default)).ShouldBeOfType<KeyResult.Done>().Stop;

        off.KeysOff.ShouldBe(["ACCA1", "ACCA2"]);
        guard.ApiKeys.Active.ShouldBeEmpty();
        guard.ApiKeys.Active.Add("ACCA3");

        var (after, result) = await guard.Restore.RunAsync(off, guard.Policy, 0, await guard.AnaAsync(), Now, default);

        (after.KeysOff.Count, result.ShouldBeOfType<RestoreResult.Done>().Stop.State).ShouldBe((0, StopState.Released));
        guard.ApiKeys.Active.ShouldBe(["ACCA1", "ACCA2", "ACCA3"]);
    }

    [Fact]
    public async Task The_deny_holds_until_every_key_works_again()
    {
        var guard = new ByHandHarness();
        var target = Named("user/agent");
        var off = (await guard.Keys.DeactivateAsync(await guard.StopAsync(target, Now), await guard.AnaAsync(), Now, default)).Stop;
        guard.ApiKeys.Stubborn.Add("ACCA2");

        var (after, result) = await guard.Restore.RunAsync(off, guard.Policy, 0, await guard.AnaAsync(), Now, default);

        (after, result.ShouldBeOfType<RestoreResult.KeysOff>().Keys).ShouldSatisfyAllConditions(
            both => both.after.ShouldBe(off), both => both.Keys.ShouldBe(["ACCA2"]));
        (await guard.Account.IsDeniedAsync(target, default)).ShouldBe(true);
    }

    [Fact]
    public async Task What_is_not_done_is_said()
    {
        var guard = new ByHandHarness();
        var stop = await guard.StopAsync(Named("user/agent"), Now);
        guard.ApiKeys.Stubborn.Add("ACCA1");
        var wrong = (await guard.Keys.DeactivateAsync(stop, await guard.AnaAsync(), Now, default)).ShouldBeOfType<KeyResult.Wrong>();
        wrong.Keys.ShouldBe(["ACCA1"]);
        // Written down all the same: the restore knows of it.
        wrong.Stop.KeysOff.ShouldBe(["ACCA1", "ACCA2"]);

        (await guard.Keys.DeactivateAsync(
            wrong.Stop with { State = StopState.Released }, await guard.AnaAsync(), Now, default)).ShouldBeOfType<KeyResult.Refused>();
        guard.ApiKeys.Active.Clear();
        (await guard.Keys.DeactivateAsync(wrong.Stop, await guard.AnaAsync(), Now, default)).ShouldBeOfType<KeyResult.Nothing>();
        KeySwitch.UserOf(Named("role/agent")).ShouldBeNull();
    }
}
