using KillSwitch.Core.Drills;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Tests.Drills;

namespace KillSwitch.Core.Tests.Evaluation;

public class DrillTimingTests
{
    private static readonly DateTimeOffset Now = Drilled.EndedAt.AddDays(12);

    [Fact]
    public void What_a_drill_measured_stands_in_the_place_of_what_is_guessed() => DrillTiming.Of(Drilled.Of(), Now).ShouldBe(
        new GuardTiming(TimeSpan.FromSeconds(4.1))
        {
            UsualWay = TimeSpan.FromSeconds(9.05),
            Stamp = RecordStamp.End,
            DrilledAt = Drilled.EndedAt,
            IsEnforcementLagMeasured = true,
        });

    [Fact]
    public void Without_a_drill_all_is_guessed() => DrillTiming.Of(null, Now).ShouldBe(GuardTiming.Guessed);

    [Fact]
    public void A_drill_counts_for_ninety_days()
    {
        DrillTiming.Of(Drilled.Of(), Drilled.EndedAt.AddDays(90)).DrilledAt.ShouldBe(Drilled.EndedAt);
        DrillTiming.Of(Drilled.Of(), Drilled.EndedAt.AddDays(90).AddSeconds(1)).ShouldBe(GuardTiming.Guessed);
    }

    [Fact]
    public void One_that_is_yet_to_come_does_not_count() =>
        DrillTiming.Of(Drilled.Of(), Drilled.EndedAt.AddHours(-2)).ShouldBe(GuardTiming.Guessed);

    [Theory]
    [InlineData(0.3, 0.4)]
    [InlineData(0.4, 70)]
    public void A_deny_that_cannot_be_is_not_gone_by_and_the_rest_is(double attached, double refused)
    {
        var drill = With(new DrillDelays
        {
            Logged = TimeSpan.FromSeconds(5),
            Metered = TimeSpan.FromSeconds(5),
            Attached = TimeSpan.FromSeconds(attached),
            Refused = TimeSpan.FromSeconds(refused),
        });

        var timing = DrillTiming.Of(drill, Now);

        timing.EnforcementLag.ShouldBe(GuardTiming.Guessed.EnforcementLag);
        timing.IsEnforcementLagMeasured.ShouldBeFalse();
        timing.UsualWay.ShouldBe(TimeSpan.FromSeconds(10 + attached + refused));
        timing.Stamp.ShouldBe(RecordStamp.End);
        DrillTiming.Implausible(drill).ShouldHaveSingleItem()
            .ShouldBe(FormattableString.Invariant($"{attached + refused:0.0} s from the count to the first call that was refused ")
                + "is not between 1 and 60 s");
    }

    [Fact]
    public void What_was_not_measured_is_guessed_and_no_fault()
    {
        var drill = With(new DrillDelays { Attached = TimeSpan.FromSeconds(0.4) }) with { Stamp = RecordStamp.Unknown };

        DrillTiming.Of(drill, Now).ShouldBe(GuardTiming.Guessed);
        DrillTiming.Implausible(drill).ShouldBeEmpty();
    }

    [Fact]
    public void A_way_of_an_hour_is_not_gone_by()
    {
        var drill = With(Drilled.Of().Delays with { Logged = TimeSpan.FromHours(1) });

        DrillTiming.Of(drill, Now).UsualWay.ShouldBe(GuardTiming.Guessed.UsualWay);
        DrillTiming.Implausible(drill).ShouldHaveSingleItem()
            .ShouldBe("3605.9 s from the answer to the first call that was refused is not between 2 and 240 s");
    }

    [Fact]
    public void Which_figures_are_a_drills_is_said()
    {
        GuardTiming.Guessed.Clause.ShouldBe("the brake guesses a deny in 10 s");
        DrillTiming.Of(Drilled.Of(), Now).Clause
            .ShouldBe("the brake goes by it: a deny in 4.1 s, records that bear the end of their call");
        DrillTiming.Of(With(new()) with { Stamp = RecordStamp.Start }, Now).Clause
            .ShouldBe("the brake goes by it: a deny in 10 s, which it guesses, records that bear the start of their call");
    }

    private static DrillFindings With(DrillDelays delays) => Drilled.Of() with { Delays = delays };
}
