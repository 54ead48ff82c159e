using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Tests.Stops;

public class DeactivatedKeysTests
{
    private static readonly Stop Standing =
        Stop.ByHand(
        new StopTarget.Principal("111122223333", "user/ada", "arn"), "ana", "leaked", default) with
        { State = StopState.Enforced };

    [Fact]
    public void Keys_are_written_down_once_each_and_told_with_who_did_it()
    {
        var first = Next(new StopCommand.DeactivateKeys(default, "ana", ["ACCA1"]), Standing);
        var second = Next(new StopCommand.DeactivateKeys(default, "bo", ["ACCA1", "ACCA2"]), first);

        second.KeysOff.ShouldBe(["ACCA1", "ACCA2"]);
        second.Note.ShouldBe("API keys deactivated by bo: ACCA1, ACCA2");
        second.State.ShouldBe(StopState.Enforced);
    }

    [Fact]
    public void Keys_that_are_on_again_are_forgotten_and_doing_it_twice_changes_nothing()
    {
        var next = Next(new StopCommand.ReactivateKeys(default, "ana"), Standing with { DeactivatedKeys = "ACCA1" });

        (next.DeactivatedKeys, next.Note).ShouldBe((null, "API keys reactivated by ana: ACCA1"));
        StopTransition.Decide(new StopCommand.ReactivateKeys(default, "ana"), next).ShouldBe(new StopTransition.Unchanged());
    }

    [Theory]
    [InlineData(StopState.Releasing)]
    [InlineData(StopState.Released)]
    [InlineData(StopState.Rejected)]
    public void No_key_goes_off_with_a_stop_that_is_over(StopState state) =>
        StopTransition.Decide(new StopCommand.DeactivateKeys(default, "ana", ["ACCA1"]), Standing with { State = state })
            .ShouldBeOfType<StopTransition.Refused>();

    private static Stop Next(StopCommand command, Stop stop) =>
        StopTransition.Decide(command, stop).ShouldBeOfType<StopTransition.To>().Next;
}
