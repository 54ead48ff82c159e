using KillSwitch.Core.Denies;
using KillSwitch.Core.Organizations;

namespace KillSwitch.Core.Tests.Organizations;

public class ControlListTests
{
    private const string Federated = "arn:aws:sts::111122223333:federated-user/";

    private static readonly GuardResources Guard = new("KillSwitch", null);
    private static readonly StoppedCaller Role = new("role/AWSReservedSSO_Dev_0123456789abcdef");

    [Fact]
    public void A_few_are_listed_as_they_are()
    {
        StoppedCaller[] few = [Role, new(Federated + "a"), new(Federated + "b"), new("role/shared", "s-1")];

        var list = ControlList.Of(few, mayTakeAllFederated: true, Guard);

        list.Callers.ShouldBe(few, ignoreOrder: true);
        list.Together.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(5, 5)]
    [InlineData(6, 1)]
    [InlineData(5000, 1)]
    public void However_many_names_of_federated_users_are_made_up_they_take_little_and_a_role_has_room(int names, int entries)
    {
        var list = ControlList.Of([.. Names(names), Role], mayTakeAllFederated: true, Guard);

        (list.Callers.Count, list.Fits, list.Covers(Role)).ShouldBe((entries + 1, true, true));
        list.Covers(new StoppedCaller(Federated + "name-0")).ShouldBeTrue();
        list.Covers(new StoppedCaller(Federated + "name-never-seen")).ShouldBe(entries == 1);
        list.Together.ShouldBe(entries == 1 ? ["all federated users"] : []);
    }

    [Fact]
    public void Where_a_federated_user_may_be_exempt_only_so_many_are_listed_and_a_role_has_room_all_the_same()
    {
        ControlList.MayTakeAllFederated(["role/BreakGlass", "user/ana", "root", "arn:aws:iam::111122223333:role/x"]).ShouldBeTrue();
        ControlList.MayTakeAllFederated(["role/BreakGlass", Federated + "oncall"]).ShouldBeFalse();
        ControlList.MayTakeAllFederated(["*oncall"]).ShouldBeFalse();

        var list = ControlList.Of([.. Names(500), Role], mayTakeAllFederated: false, Guard);

        (list.Callers.Count, list.Fits, list.Covers(Role), list.Together.Count).ShouldBe((ControlList.MostFederated + 1, true, true, 0));
    }

    [Fact]
    public void Sessions_that_do_not_fit_become_their_role_those_of_the_one_with_the_most_first()
    {
        var many = Enumerable.Range(0, 400).Select(n => new StoppedCaller("role/made-up", $"somebody-{n:D4}@example.com"));
        StoppedCaller other = new("role/shared", "s-1");

        var list = ControlList.Of([.. many, other, Role], mayTakeAllFederated: true, Guard);

        list.Fits.ShouldBeTrue();
        list.Callers.ShouldBe([Role, new("role/made-up"), other], ignoreOrder: true);
        list.Together.ShouldBe(["role/made-up"]);
        list.Covers(new StoppedCaller("role/made-up", "somebody-0399@example.com")).ShouldBeTrue();
        list.Covers(new StoppedCaller("role/shared", "s-2")).ShouldBeFalse();
    }

    // The longest names that IAM and STS take, for the longest name of a stack with a log group of somebody else's.
    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, ControlList.MostFederated)]
    public void However_long_the_names_roles_have_room_beside_those_that_are_made_up(bool mayTakeAllFederated, int federated)
    {
        GuardResources longest = new("a-name-of-twenty-four-of", new string('g', 100));
        StoppedCaller[] roles =
            [.. Enumerable.Range(0, mayTakeAllFederated ? 22 : 4).Select(n => new StoppedCaller("role/" + Long(64, n)))];

        var list = ControlList.Of(
            [.. roles, .. Enumerable.Range(0, 500).Select(n => new StoppedCaller(Federated + Long(32, n))),
                .. Enumerable.Range(0, 100).Select(n => new StoppedCaller("role/made-up", Long(64, n)))],
            mayTakeAllFederated,
            longest);

        (list.Fits, list.Callers.Count).ShouldBe((true, roles.Length + federated + 1));
        list.Length.ShouldBeLessThanOrEqualTo(ControlPolicyDocument.MaximumLength);
        roles.ShouldAllBe(role => list.Covers(role));
    }

    [Fact]
    public void What_is_listed_together_is_read_back()
    {
        var list = ControlList.Of([.. Names(10), Role], mayTakeAllFederated: true, Guard);

        PrincipalControlPolicy.Read(list.Document, Guard).ShouldBe(list.Callers, ignoreOrder: true);
    }

    [Fact]
    public void Whoever_is_stopped_first_or_last_the_same_are_listed()
    {
        StoppedCaller[] stopped =
            [.. Names(100), Role, .. Enumerable.Range(0, 300).Select(n => new StoppedCaller("role/a", $"session-{n:D5}")),
            .. Enumerable.Range(0, 300).Select(n => new StoppedCaller("role/b", $"session-{n:D5}"))];

        ControlList.Of(stopped.Reverse(), mayTakeAllFederated: true, Guard).Callers.ShouldBe(
            ControlList.Of(stopped, mayTakeAllFederated: true, Guard).Callers, ignoreOrder: true);
    }

    private static string Long(int length, int number) => $"{number:D4}".PadLeft(length, 'n');

    private static IEnumerable<StoppedCaller> Names(int count) =>
        Enumerable.Range(0, count).Select(n => new StoppedCaller($"{Federated}name-{n}"));
}
