using KillSwitch.Core.Drills;
using KillSwitch.Core.Evaluation;
using KillSwitch.Overshoot.Innocents;
using KillSwitch.Overshoot.Workloads;

namespace KillSwitch.Engine.Tests.Overshoot;

/// <summary>The innocents of the study in small: whoever ends under 70 % of a limit is never stopped.</summary>
public class InnocentTests
{
    public static TheoryData<string> Names { get; } = [.. AllInnocents.All.Where(one => !one.IsFleet).Select(one => one.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Nobody_who_stays_under_seven_tenths_is_stopped(string name)
    {
        var summary = await InnocentStudy.RunAsync(AllInnocents.All.Single(one => one.Name == name), seeds: 2, GuardTiming.Guessed);

        summary.Callers.ShouldBeGreaterThanOrEqualTo(4);
        summary.Stopped.ShouldBe(0);
    }

    [Theory]
    [InlineData("long parallel calls", RecordStamp.End)]
    [InlineData("long parallel calls", RecordStamp.Start)]
    [InlineData("steady, calls a minute", RecordStamp.End)]
    [InlineData("deliveries 1 to 60 minutes late", RecordStamp.End)]
    [InlineData("a queue after an outage", RecordStamp.Start)]
    public async Task Whatever_a_drill_saw_nobody_who_stays_under_seven_tenths_is_stopped(string name, RecordStamp stamp)
    {
        // Also where it saw the wrong one: records of both kinds come.
        var timing = new GuardTiming(TimeSpan.FromSeconds(60)) { Stamp = stamp, UsualWay = TimeSpan.FromMinutes(4) };

        (await InnocentStudy.RunAsync(AllInnocents.All.Single(one => one.Name == name), seeds: 2, timing)).Stopped.ShouldBe(0);
    }

    [Fact]
    public async Task A_brake_that_acts_from_the_first_dollar_is_found_out()
    {
        // What the study would miss if it could not fail.
        var calls = AllInnocents.All.Single(one => one.Name == "long parallel calls");

        (await InnocentStudy.RunAsync(calls, seeds: 8, GuardTiming.Guessed with { BrakesFrom = 0 })).Stopped.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("steady, calls a minute")]
    [InlineData("steady, calls in 24 rolling hours")]
    public void A_limit_is_made_so_that_the_fullest_window_ends_where_it_is_meant_to(string name)
    {
        var innocent = AllInnocents.All.Single(one => one.Name == name);
        var calls = innocent.Calls(3);

        Fullest.Of(innocent, calls, Stamp.End)
            .ShouldBeInRange(Fullest.Of(innocent, [.. calls.Take(calls.Count / 2)], Stamp.End), calls.Count);
    }
}
