using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Tests.Stops;

/// <summary>Whoever is stopped lets nobody go.</summary>
public class AskingTests
{
    private const string Account = "arn:aws:iam::111122223333:";
    private static readonly DateTimeOffset Now = new(2026, 4, 24, 3, 12, 9, TimeSpan.Zero);

    [Theory]
    [InlineData(Account + "user/agent", true)]
    [InlineData(Account + "user/team/agent", true)]
    [InlineData(Account + "user/agent-2", false)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/agent/one", false)]
    public void A_stopped_principal_may_ask_for_nothing(string by, bool isRefused) =>
        (new Asking([]).Refusal(
            by, [In(StopState.Enforced, new StopTarget.Principal("111122223333", "user/agent", Account + "user/agent"))]) is not null)
            .ShouldBe(isRefused);

    [Theory]
    [InlineData("one", true)]
    [InlineData("two", false)]
    public void Of_a_stopped_session_its_siblings_may(string session, bool isRefused) =>
        (new Asking([]).Refusal(
            $"arn:aws:sts::111122223333:assumed-role/agent/{session}",
            [In(StopState.Failed, new StopTarget.Session("111122223333", "role/agent", Account + "role/agent", "one"))]) is not null)
            .ShouldBe(isRefused);

    [Fact]
    public void A_session_that_could_not_be_cut_alone_takes_its_siblings_with_it() =>
        new Asking([]).Refusal(
            "arn:aws:sts::111122223333:assumed-role/agent/two",
            [In(StopState.Enforced,
                new StopTarget.Session("111122223333", "role/agent", Account + "role/agent", "one")) with { Widened =
                new Widening(new StopTarget.Principal("111122223333", "role/agent", Account + "role/agent"), "no tag is free") }])
            .ShouldNotBeNull().ShouldContain("is stopped itself (stop-");

    [Theory]
    [InlineData(StopState.Observed)]
    [InlineData(StopState.AwaitingApproval)]
    [InlineData(StopState.Released)]
    public void Who_is_not_cut_may(StopState state) =>
        new Asking([]).Refusal(Account
            + "user/agent", [In(state, new StopTarget.Principal("111122223333", "user/agent", Account + "user/agent"))]).ShouldBeNull();

    [Fact]
    public void Under_a_stop_of_everyone_those_who_look_after_the_guard_may() =>
        new Asking(["user/anna"])
            .Refusal(Account
            + "user/anna",
            [In(StopState.Enforced, new StopTarget.WholeAccount("111122223333")),
            In(StopState.Enforced, new StopTarget.Model("111122223333", "m"))]).ShouldBeNull();

    [Theory]
    [InlineData(Account + "user/anna", false)]
    [InlineData("arn:aws:sts::111122223333:assumed-role/oncall/ben", false)]
    [InlineData(Account + "user/eve", true)]
    [InlineData(Account + "root", true)]
    [InlineData(Account + "user/annabel", true)]
    public void Where_operators_are_known_nobody_else_may(string by, bool isRefused) =>
        (new Asking(["user/anna", "role/oncall"]).Refusal(by, []) is not null).ShouldBe(isRefused);

    [Theory]
    [InlineData(StopState.Releasing, false)]
    [InlineData(StopState.Intended, true)]
    public void Whom_the_policy_lets_restore_from_chat_may_do_that_alone(StopState state, bool isRefused)
    {
        const string person = "arn:aws:sts::111122223333:assumed-role/phone/ben";
        var byHand = Stop.ByHand(new StopTarget.Principal("111122223333", "user/agent", Account + "user/agent"), person, "a loop", Now) with
        {
            State = state,
        };

        (new Asking(["user/anna"]) { InChat = [new Glob("role/phone")] }.Refusal(byHand, [byHand]) is not null).ShouldBe(isRefused);
        new Asking(["user/anna"]) { InChat = [new Glob("role/phone-2")] }.Refusal(byHand, [byHand]).ShouldNotBeNull();
        new Asking(["user/anna"]) { InChat = [new Glob("role/phone")] }.Refusal(person, []).ShouldNotBeNull();
    }

    [Fact]
    public void A_stop_lifts_itself_for_nobody_but_anybody_may_ask_to_be_stopped()
    {
        var own = In(StopState.Releasing,
            new StopTarget.Principal("111122223333", "user/agent", Account + "user/agent")) with
        { AskedBy = Account + "user/agent" };

        new Asking([]).Refusal(own, [own]).ShouldNotBeNull();
        var asked = own with { State = StopState.Intended };
        new Asking([]).Refusal(asked, [asked]).ShouldBeNull();
        // What was carried out once is not asked for any more.
        new Asking(["user/anna"]).Refusal(asked with { State = StopState.Failed, EnforcedAt = Now }, []).ShouldBeNull();
    }

    [Theory]
    [InlineData(StopState.Releasing, false, StopState.Intended)]
    [InlineData(StopState.Intended, false, StopState.AwaitingApproval)]
    [InlineData(StopState.Intended, true, StopState.Releasing)]
    [InlineData(StopState.Failed, true, StopState.Releasing)]
    public void What_is_refused_is_as_it_was_before_it_was_asked_for(StopState state, bool isByHand, StopState expected)
    {
        var target = new StopTarget.Principal("111122223333", "user/agent", Account + "user/agent");
        var stop = isByHand
            ? Stop.ByHand(target, Account + "user/eve", "spite", Now) with { State = state }
            : In(state, target) with { AskedBy = Account + "user/eve", Raise = 50, RaisedAt = Now };

        var next = StopTransition.Decide(new StopCommand.Refuse(Now, "who knows"), stop).ShouldBeOfType<StopTransition.To>().Next;

        (next.State, next.AskedBy, next.Raise).ShouldBe((expected, null, 0));
        next.Note.ShouldNotBeNull().ShouldEndWith(": who knows");
    }

    private static Stop In(StopState state, StopTarget target) => new()
    {
        Id = "stop-aaaaaaaaaa",
        Target = target,
        Cause = new StopCause.ByRule(
            new TripKey("cap", "principal=user/agent", new Window(0, 3600), IsRolling: false),
            new Evidence("user/agent", Unit.Usd, 3, 4, default, 0, 0, TimeSpan.Zero, new Window(0, 3600), Now)),
        State = state,
        At = Now,
    };
}
