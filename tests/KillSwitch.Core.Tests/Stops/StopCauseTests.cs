using KillSwitch.Core.Metering;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Tests.Stops;

public class StopCauseTests
{
    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1_777_000_000).AddMilliseconds(250);

    [Fact]
    public void A_stop_by_hand_has_the_id_that_it_always_had_and_neither_trip_nor_evidence()
    {
        var target = new StopTarget.Principal("111122223333", "role/agent", "arn:aws:iam::111122223333:role/agent");

        var stop = Stop.ByHand(target, "arn:aws:iam::111122223333:user/ana", "a loop", At);

        stop.Id.ShouldBe("stop-fgdpkvqy3h");
        (stop.Trip, stop.Evidence, stop.AskedBy, stop.Note).ShouldBe((null, null, "arn:aws:iam::111122223333:user/ana", "a loop"));
        stop.Cause.Sentence.ShouldBe("stopped by arn:aws:iam::111122223333:user/ana: a loop");
        stop.Second.ShouldBe(new Window(1_777_000_000, 1_777_000_001));
    }

    [Fact]
    public void What_takes_over_from_a_stop_of_a_budget_is_of_the_budget_still()
    {
        var window = new Window(0, 86_400);
        var evidence = new Evidence("account 1", Unit.Budget, 500, 612, default, 0, 0, TimeSpan.Zero, window, At);
        StopCause.ByRule cause = new StopCause.ByBudget(new TripKey("ceiling", "account=1", window, IsRolling: false), evidence);

        var wider = cause.EscalatedFrom("stop-narrow", principal: null);

        wider.ShouldBeOfType<StopCause.ByBudget>().Trip.Scope.ShouldBe("account=1|escalated=stop-narrow");
    }

    [Fact]
    public void Keys_of_what_is_told_of_no_counter_are_those_that_are_kept()
    {
        var second = new Window(1_777_000_000, 1_777_000_001);

        new NoticeKey.OfEvent(NoticeTopic.Tampering, "ev-1", second, "PUT BACK").Id.ShouldBe("stop-c89zqe3czb");
        new NoticeKey.OfEvent(NoticeTopic.Budget, "x", new Window(0, 86_400), "budget").Id.ShouldBe("stop-mrcn4urmnp");
        Enum.GetValues<NoticeTopic>().Select(topic => new NoticeKey.OfEvent(topic, "x", second, "y").TopicText)
            .ShouldBe(["(tampering)", "(setup)", "(policy)", "(exempt)", "(budget)", "(anomaly)"]);
    }
}
