using KillSwitch.Core.Drills;
using KillSwitch.Core.Evaluation;
using KillSwitch.Overshoot;
using KillSwitch.Overshoot.Results;
using KillSwitch.Overshoot.Watchers;
using KillSwitch.Overshoot.Workloads;

namespace KillSwitch.Engine.Tests.Overshoot;

/// <summary>The overshoot study in small: what docs/performance.md says of the guard holds over a few seeds, too.</summary>
public class OvershootStudyTests
{
    public static TheoryData<string, int> Workloads { get; } = new()
    {
        { "the incident", 3 },
        { "a steady leak", 12 },
        { "a burst of 200 sessions", 2 },
        { "a slow drip", 120 },
    };

    [Theory]
    [MemberData(nameof(Workloads))]
    public async Task The_predictive_brake_lands_under_the_limit_and_leaves_little_and_the_exact_one_beats_a_poller(string name, int seeds)
    {
        var summaries = await Study.RunAsync(
            AllWorkloads.All.Single(workload => workload.Name == name),
            [WatchedBy.Predictive, WatchedBy.PredictiveOfStarts, WatchedBy.Exact, WatchedBy.FiveMinutes], seeds);

        var (exact, poller) = (summaries[2], summaries[3]);
        Holds(summaries[0]);
        Holds(summaries[1]);
        exact.UnspentP95.ShouldBe(0);
        exact.PastMean.ShouldBeLessThan(poller.PastMean);
    }

    [Theory]
    // The usual, and the soonest that a drill is believed: one lucky deny must not undo the brake.
    [InlineData("the incident", 3, 4.1)]
    [InlineData("the incident", 3, 1)]
    [InlineData("a steady leak", 12, 1)]
    [InlineData("a burst of 200 sessions", 2, 4.1)]
    [InlineData("a burst of 200 sessions", 2, 1)]
    [InlineData("a slow drip", 60, 1)]
    public async Task By_what_a_drill_measured_the_predictive_brake_lands_under_the_limit_too(string name, int seeds, double deny)
    {
        var workload = AllWorkloads.All.Single(one => one.Name == name);
        foreach (var (stamp, watching) in ((RecordStamp, WatchedBy)[])
            [(RecordStamp.End, WatchedBy.Predictive), (RecordStamp.Start, WatchedBy.PredictiveOfStarts)])
        {
            var timing = new GuardTiming(TimeSpan.FromSeconds(deny)) { Stamp = stamp, UsualWay = TimeSpan.FromSeconds(deny + 5) };
            Holds(Summary.Of(workload, watching, (await Study.OutcomesAsync(workload, [watching], seeds, timing))[0]));
        }
    }

    [Fact]
    public async Task In_a_fleet_everyone_who_is_capped_is_held_to_it() =>
        Holds((await Study.RunAsync(AllWorkloads.TheFleet(40), [WatchedBy.Predictive], seeds: 2))[0]);

    [Fact]
    public async Task A_seed_gives_the_same_outcome_again() =>
        (await Trial.RunAsync(AllWorkloads.SteadyLeak, WatchedBy.Predictive, seed: 7))
            .ShouldBe(await Trial.RunAsync(AllWorkloads.SteadyLeak, WatchedBy.Predictive, seed: 7));

    private static void Holds(Summary predictive)
    {
        predictive.Cases.ShouldBeGreaterThan(0);
        predictive.PastP95.ShouldBe(0);
        predictive.PastWorst.ShouldBeLessThanOrEqualTo(0.01m);
        predictive.UnspentMean.ShouldBeLessThanOrEqualTo(0.03m);
    }
}
