using KillSwitch.Core.Metering;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Tests.Stops;

public class EscalationTests
{
    private const string Account = "111122223333";

    private static readonly StopTarget Role = new StopTarget.Principal(Account, "role/AWSReservedSSO_Dev_1", "arn");
    private static readonly StopTarget Session = new StopTarget.Session(Account, "role/AWSReservedSSO_Dev_1", "arn", "ana");

    public static TheoryData<string, bool> Cases => new()
    {
        { "a role that nobody can change", true },
        { "a session of one", true },
        { "a role at its limit", true },
        { "a deny that was throttled", false },
        { "a deny that the guard may not attach", false },
        { "a role that is gone", false },
        { "a stop that is in force", false },
        { "one that escalated before", false },
        { "one that a person made", false },
        { "the account", false },
        { "a model", false },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_stop_gives_way_to_the_account_where_that_holds_its_target_and_only_for_good_reason(string name, bool expected)
    {
        var stop = Of(name);

        var decision = Escalation.Of(stop, accountHolds: true);
        (decision is Escalation.To).ShouldBe(expected, decision.Reason);
        if (decision is Escalation.To to)
            to.Target.ShouldBe(new StopTarget.WholeAccount(Account));
        // It never cuts everyone else for somebody who goes on all the same.
        Escalation.Of(stop, accountHolds: false).ShouldBeOfType<Escalation.No>().Reason.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_stop_that_failed_remembers_once_who_took_over_and_keeps_its_reason()
    {
        var stop = Of("a role at its limit") with { Note = "no room" };
        var next = ((StopTransition.To)StopTransition.Decide(new StopCommand.Escalate(default, "stop-wider"), stop)).Next;

        (next.State, next.EscalatedTo, next.Note).ShouldBe((StopState.Failed, "stop-wider", "no room"));
        StopTransition.Decide(new StopCommand.Escalate(default, "stop-other"), next).ShouldBe(new StopTransition.Unchanged());
    }

    private static Stop Of(string name)
    {
        var failed = Stop.ByHand(
            Role, "ana", "a loop", default) with
        {
            Cause = new StopCause.ByRule(
                new TripKey("cap", "x", new Window(0, 60), IsRolling: false),
                new Evidence("x", Unit.Usd, 10, 10, default, 0, 0, TimeSpan.Zero, new Window(0, 60), default)),
            State = StopState.Failed,
            Failure = StopFailure.Unmodifiable
        };
        return name switch
        {
            "a role that nobody can change" => failed,
            "a session of one" => failed with { Target = Session },
            "a role at its limit" => failed with { Failure = StopFailure.PolicyLimitReached },
            "a deny that was throttled" => failed with { Failure = StopFailure.Throttled },
            "a deny that the guard may not attach" => failed with { Failure = StopFailure.AccessDenied },
            "a role that is gone" => failed with { Failure = StopFailure.PrincipalGone },
            "a stop that is in force" => failed with { State = StopState.Enforced },
            "one that escalated before" => failed with { EscalatedTo = "stop-wider" },
            "one that a person made" => failed with { Cause = new StopCause.ByPerson("ana", "a loop") },
            "the account" => failed with { Target = new StopTarget.WholeAccount(Account) },
            "a model" => failed with { Target = new StopTarget.Model(Account, "m") },
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such case"),
        };
    }
}
