using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Diagnosis.Cuts;
using KillSwitch.Core.Drills;
using KillSwitch.Engine.Tests.Ports;

namespace KillSwitch.Aws.Tests.Diagnosis.Cuts;

public class LastDrillCheckTests
{
    private static readonly DateTimeOffset Ended = new(2026, 11, 20, 9, 14, 3, TimeSpan.Zero);
    private static readonly DrillFindings Well = DrillBookContract.Drill("us-east-1", Ended, checks: 1) with
    {
        Delays = new DrillDelays
        {
            Logged = TimeSpan.FromSeconds(3),
            Metered = TimeSpan.FromSeconds(4),
            Attached = TimeSpan.FromSeconds(0.4),
            Refused = TimeSpan.FromSeconds(3.7),
        },
    };

    [Fact]
    public void A_drill_of_lately_of_this_program_where_all_held_is_well() => Judge(Well).ShouldBe(
        new Finding(CheckOutcome.Ok, "the last was 12 days ago: 1 seen, 0 refuted, 0 not seen, deny in 4.1 s"));

    [Fact]
    public void That_there_was_none_is_a_warning() =>
        Judge(null).ShouldTell(CheckOutcome.Warning, "no drill is on record here");

    [Fact]
    public void One_that_is_older_than_ninety_days_is_a_warning()
    {
        Judge(Well, Ended.AddDays(90)).Outcome.ShouldBe(CheckOutcome.Ok);
        Judge(Well, Ended.AddDays(91)).ShouldTell(CheckOutcome.Warning, "the last drill was 91 days ago: the brake guesses again");
    }

    [Fact]
    public void What_it_refuted_is_named_with_what_it_saw()
    {
        var found = Judge(DrillBookContract.Drill("us-east-1", Ended));

        found.ShouldTell(CheckOutcome.Warning, "the last drill refuted check-2 (saw 2)");
        found.Remedy.ShouldBe("read what rests on it in docs/unverified.md; killswitch drill looks again");
    }

    [Fact]
    public void A_deployment_since_is_a_warning_and_one_that_nobody_can_tell_is_none()
    {
        Judge(Well, program: "other").ShouldTell(CheckOutcome.Warning, "the guard was deployed anew since the last drill");
        Judge(Well, program: null).Outcome.ShouldBe(CheckOutcome.Ok);
    }

    [Fact]
    public void A_figure_that_the_brake_does_not_go_by_is_told() =>
        Judge(Well with { Delays = Well.Delays with { Refused = TimeSpan.FromSeconds(0.1) } }).ShouldTell(
            CheckOutcome.Warning,
            "the brake does not go by what the last drill measured: 0.5 s from the count to the first call that was refused is not between "
                + "1 and 60 s");

    [Fact]
    public void That_records_are_too_late_for_the_brake_is_told() =>
        Judge(Well with { Delays = Well.Delays with { Metered = TimeSpan.FromSeconds(130) } }).ShouldTell(
            CheckOutcome.Warning,
            "a record took 2 min to be counted: past 2 min it is in no rate, and the predictive brake is an exact one");

    [Fact]
    public void One_that_is_yet_to_come_counts_for_nothing() =>
        Judge(Well, Ended.AddHours(-3)).ShouldTell(CheckOutcome.Warning, "the last drill has yet to come, by its time");

    [Fact]
    public void Whatever_is_wrong_is_told_together()
    {
        var found = Judge(DrillBookContract.Drill("us-east-1", Ended), Ended.AddDays(100), "other").Found;

        found.ShouldBe("the last drill refuted check-2 (saw 2); the last drill was 100 days ago: the brake guesses again; "
            + "the guard was deployed anew since the last drill");
    }

    private static Finding Judge(DrillFindings? drill, DateTimeOffset? now = null, string? program = "c2hhMjU2") =>
        LastDrillCheck.Judge(drill, program, now ?? Ended.AddDays(12));
}
