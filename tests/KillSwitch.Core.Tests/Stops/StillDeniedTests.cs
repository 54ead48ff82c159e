using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Tests.Stops;

public class StillDeniedTests
{
    private const string Account = "111122223333";

    private static readonly StopTarget Role = new StopTarget.Principal(Account, "role/agent", "arn");

    [Fact]
    public void What_denied_a_lifted_stops_target_gives_way_to_what_denies_it_now()
    {
        var (first, second) =
            (Stop.ByHand(Role, "ana", "a loop", default),
            Stop.ByHand(new StopTarget.WholeAccount(Account), "ana", "the bill", default));
        var lifted =
            Stop.ByHand(Role, "bob", "a key", default) with { State = StopState.Released, Note = "restored by bob; he knows why" };

        var held = StillDenied.On(lifted, StillDenied.Of(lifted, [first], isExempt: false));
        (held.HeldBy, held.Note).ShouldBe((first.Id, $"restored by bob; he knows why; still denied by {first.Id} (by hand, role/agent)"));

        var heldByAnother = StillDenied.On(held, StillDenied.Of(held, [second], isExempt: false));
        (heldByAnother.HeldBy, heldByAnother.Note)
            .ShouldBe((second.Id, $"restored by bob; he knows why; still denied by {second.Id} (by hand, account {Account})"));

        StillDenied.On(heldByAnother, null).ShouldBe(lifted);
        StillDenied.On(lifted with { Note = null }, null).Note.ShouldBeNull();
    }
}
