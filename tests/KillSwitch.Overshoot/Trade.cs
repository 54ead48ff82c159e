using KillSwitch.Core.Evaluation;
using KillSwitch.Overshoot.Innocents;
using KillSwitch.Overshoot.Results;
using KillSwitch.Overshoot.Watchers;
using KillSwitch.Overshoot.Workloads;

namespace KillSwitch.Overshoot;

/// <summary>What it costs to leave innocents alone: the brake allowed from another share of the limit on.</summary>
/// <param name="From">The share; 1 is an exact brake.</param>
/// <param name="Under">Innocents that end under 70 % of their limit.</param>
/// <param name="Near">Innocents that end between 70 and 100 %.</param>
/// <param name="Long">Runaways whose limit lasts 20 minutes or more, whichever time their records carry.</param>
/// <param name="Short">Runaways whose limit lasts two to eleven minutes.</param>
internal sealed record TradePoint(decimal From, InnocentSummary Under, InnocentSummary Near, Summary Long, Summary Short);

internal static class Trade
{
    public static IReadOnlyList<decimal> Shares { get; } = [0, 0.5m, 0.7m, 0.8m, 0.9m, 0.95m, 0.98m, 1];

    // A fleet's innocents end everywhere, whatever the fullest does.
    private static IEnumerable<Innocent> Innocents => AllInnocents.All.Where(one => !one.IsFleet);

    public static async Task<TradePoint> RunAsync(decimal from, int seeds)
    {
        var timing = GuardTiming.Guessed with { BrakesFrom = from };
        var (under, near) = (new InnocentSummary("under 70 %", 0, 0), new InnocentSummary("70 to 100 %", 0, 0));
        foreach (var innocent in Innocents)
        {
            var some = innocent.SeedsOf(seeds);
            under = Sum(under, await InnocentStudy.EachAsync(innocent, innocent.EndsAt, some, timing));
            near = Sum(near, await InnocentStudy.EachAsync(innocent, InnocentStudy.NearTheLimit, some, timing));
        }

        return new TradePoint(
            from,
            under,
            near,
            await RunawaysAsync(
                [AllWorkloads.TheIncident, AllWorkloads.SteadyLeak, AllWorkloads.Burst(1_000), AllWorkloads.Burst(2_000),
                AllWorkloads.SlowDrip], seeds, timing),
            await RunawaysAsync([AllWorkloads.Burst(100), AllWorkloads.Burst(250), AllWorkloads.Burst(500)], seeds, timing));
    }

    private static InnocentSummary Sum(InnocentSummary sum, IReadOnlyList<(int Callers, int Stopped, decimal EndsAt)> some) =>
        sum with { Callers = sum.Callers + some.Sum(one => one.Callers), Stopped = sum.Stopped + some.Sum(one => one.Stopped) };

    private static async Task<Summary> RunawaysAsync(IReadOnlyList<Workload> workloads, int seeds, GuardTiming timing)
    {
        var outcomes = new List<Outcome>();
        foreach (var workload in workloads)
        {
            outcomes.AddRange((await Study.OutcomesAsync(workload, [WatchedBy.Predictive, WatchedBy.PredictiveOfStarts], seeds, timing))
                .SelectMany(some => some));
        }

        return Summary.Of(workloads[0], WatchedBy.Predictive, outcomes);
    }
}
