using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Tests.Stops;

public class StopSlotTests
{
    private const string Account = "111122223333";

    [Fact]
    public void Sessions_of_one_role_share_a_slot_and_take_up_none_of_a_principals()
    {
        StopSlot.Of(Session("role/a", "s-1")).ShouldBe(StopSlot.Of(Session("role/a", "s-2")));
        StopSlot.Of(Session("role/a", "s-1")).ShouldNotBe(StopSlot.Of(Session("role/b", "s-1")));
        StopSlot.Of(Session("role/a", "s-1")).Kind.ShouldNotBe(StopSlot.Of(Principal("role/a")).Kind);
    }

    [Fact]
    public void Whoever_may_make_up_names_shares_a_slot()
    {
        StopSlot.Of(Principal($"arn:aws:sts::{Account}:federated-user/one"))
            .ShouldBe(StopSlot.Of(Principal($"arn:aws:sts::{Account}:federated-user/two")));
        StopSlot.Of(Principal("role/a")).ShouldNotBe(StopSlot.Of(Principal("user/a")));
    }

    [Fact]
    public void Each_model_and_the_account_is_one()
    {
        StopSlot.Of(new StopTarget.Model(Account, "one")).ShouldNotBe(StopSlot.Of(new StopTarget.Model(Account, "two")));
        StopSlot.Of(new StopTarget.WholeAccount(Account)).ShouldBe(new StopSlot(StopScope.Account, Account));
    }

    private static StopTarget.Principal Principal(string name) => new(Account, name, "arn");

    private static StopTarget.Session Session(string name, string session) => new(Account, name, "arn", session);
}
