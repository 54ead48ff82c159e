using KillSwitch.Core.Metering;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Tests.Stops;

public class StopTransitionTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 24, 3, 12, 9, TimeSpan.Zero);

    private static readonly StopCommand.Approve Approve = new(Now, "ana");
    private static readonly StopCommand.Reject Reject = new(Now, "ana", "a batch job");

    // The states in their order; `=` is unchanged, `!` refused.
    private static readonly Dictionary<string, (StopCommand Command, string Answers)> Answers = new (StopCommand, string)[]
    {
        (Approve, "Intended ! = = = ! ! !"),
        (Reject, "Rejected ! ! ! ! ! ! ="),
        (new StopCommand.ConfirmDenied(Now), "! ! Enforced = Enforced ! ! !"),
        (new StopCommand.Widen(Now, new Widening(new StopTarget.WholeAccount("1"), "it cannot be cut alone")),
            "! ! Intended Enforced Failed ! ! !"),
        (new StopCommand.Renew(Now), "! ! ! Enforced ! ! ! !"),
        (new StopCommand.ReportFailure(Now, StopFailure.Throttled, "throttled"), "= = Failed Failed Failed Releasing = ="),
        (new StopCommand.Restore(Now, "ana"), "Rejected Released Releasing Releasing Releasing = = ="),
        (new StopCommand.Refuse(Now, "a stop denies ana"), "= = AwaitingApproval = AwaitingApproval Intended = ="),
        (new StopCommand.Lapse(Now), "Released Released Releasing Releasing Releasing = = ="),
        (new StopCommand.ConfirmLifted(Now), "! ! ! ! ! Released = !"),
        (new StopCommand.Verify(Now), "= = = Enforced = = = ="),
        (new StopCommand.ReportServed(Now, [new ServedCall("request", Now, Now, "role/agent", "arn:aws:iam::1:role/agent")]),
            "= = = Enforced = = = ="),
        (new StopCommand.DeactivateKeys(Now, "ana", ["key"]), "! ! Intended Enforced Failed ! ! !"),
        (new StopCommand.ReactivateKeys(Now, "ana"), "= = Intended Enforced Failed Releasing = ="),
        (new StopCommand.Escalate(Now, "stop-wider"), "= = = Enforced Failed = = ="),
    }.ToDictionary(row => row.Item1.GetType().Name);

    public static TheoryData<string> Commands =>
        [.. typeof(StopCommand).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(StopCommand))).Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_has_its_answer_in_every_state(string command)
    {
        Answers.ShouldContainKey(command);
        var found = Enum.GetValues<StopState>().Select(state => StopTransition.Decide(Answers[command].Command, Asked(state)) switch
        {
            StopTransition.To to => to.Next.State.ToString(),
            StopTransition.Unchanged => "=",
            StopTransition.Refused => "!",
            _ => "?",
        });

        string.Join(' ', found).ShouldBe(Answers[command].Answers);
    }

    [Fact]
    public void A_refusal_says_why() =>
        StopTransition.Decide(Approve, In(StopState.Observed)).ShouldBe(
            new StopTransition.Refused("the policy observes: nothing is cut while `mode` is `observe`"));

    [Fact]
    public void A_rejection_keeps_its_reason() =>
        ((StopTransition.To)StopTransition.Decide(Reject, In(StopState.AwaitingApproval))).Next.Note.ShouldBe(
            "rejected by ana: a batch job");

    [Theory]
    [InlineData(false, null, null)]
    [InlineData(true, null, "the deny was in place already")]
    [InlineData(false, "one role cannot be changed", "one role cannot be changed")]
    [InlineData(true, "one role cannot be changed", "one role cannot be changed")]
    public void A_deny_that_is_in_place_says_what_it_leaves_out(bool wasInPlace, string? note, string? expected) =>
        ((StopTransition.To)StopTransition.Decide(new StopCommand.ConfirmDenied(Now, wasInPlace, note),
            In(StopState.Failed) with { Note = "throttled" })).Next.Note.ShouldBe(expected);

    [Fact]
    public void What_is_denied_in_a_targets_place_is_kept_and_told_until_the_end()
    {
        var widening = new Widening(new StopTarget.Principal("1", "role/app", "arn"), "its session could not be cut alone");

        var widened = ((StopTransition.To)StopTransition.Decide(new StopCommand.Widen(Now, widening), In(StopState.Failed))).Next;
        var enforced = ((StopTransition.To)StopTransition.Decide(new StopCommand.ConfirmDenied(Now, WasInPlace: true), widened)).Next;

        (widened.State, widened.Denied).ShouldBe((StopState.Failed, widening.Target));
        enforced.Note.ShouldBe("its session could not be cut alone; the deny was in place already");
        StopTransition.Decide(new StopCommand.Widen(Now, widening), enforced).ShouldBeOfType<StopTransition.Unchanged>();
        StopTransition.Decide(new StopCommand.Widen(Now, widening), In(StopState.Releasing)).ShouldBeOfType<StopTransition.Refused>();
    }

    [Fact]
    public void A_deny_that_was_put_on_again_works_a_while_later()
    {
        var stop = In(StopState.Enforced) with { EnforcedAt = Now };
        stop.WorksFrom.ShouldBe(Now + Stop.Grace);

        ((StopTransition.To)StopTransition.Decide(new StopCommand.Renew(Now.AddHours(1)), stop)).Next.WorksFrom.ShouldBe(
            Now.AddHours(1) + Stop.Grace);
        StopTransition.Decide(new StopCommand.Renew(Now), In(StopState.Releasing)).ShouldBeOfType<StopTransition.Refused>();
    }

    [Fact]
    public void The_same_trip_has_the_same_id_and_another_has_another()
    {
        var trip = In(StopState.Intended).Trip!;

        trip.StopId().ShouldBe((trip with { }).StopId());
        trip.StopId().ShouldMatch("^stop-[a-z0-9]{10}$");
        (trip with { Round = 1 }).StopId().ShouldNotBe(trip.StopId());
    }

    [Fact]
    public void Trailing_windows_that_overlap_are_one_trip_and_calendar_windows_that_differ_are_two()
    {
        var rolling = new TripKey("r", "s", new Window(0, 100), IsRolling: true);

        rolling.IsSameTrip(rolling with { Window = new Window(60, 160) }).ShouldBeTrue();
        rolling.IsSameTrip(rolling with { Window = new Window(100, 200) }).ShouldBeFalse();
        rolling.IsSameTrip(rolling with { Round = 1 }).ShouldBeFalse();
        (rolling with { IsRolling = false }).IsSameTrip(rolling with { Window = new Window(60, 160), IsRolling = false }).ShouldBeFalse();
    }

    // A person asked for it, and for keys with it; what works does so for an hour.
    private static Stop Asked(StopState state) => In(state) with
    {
        AskedBy = "arn:aws:iam::1:user/ana",
        DeactivatedKeys = "key-of-old",
        EnforcedAt = state == StopState.Enforced ? Now.AddHours(-1) : null,
    };

    private static Stop In(StopState state)
    {
        var trip = new TripKey("cap", "account=1|principal=role/agent", new Window(0, 86_400), IsRolling: false);
        return new Stop
        {
            Id = trip.StopId(),
            Target = new StopTarget.Principal("1", "role/agent", "arn:aws:iam::1:role/agent"),
            Cause =
                new StopCause.ByRule(trip, new Evidence("role/agent", Unit.Usd, 10, 10, default, 0, 0, TimeSpan.Zero, trip.Window, Now)),
            State = state,
            At = Now,
        };
    }
}
