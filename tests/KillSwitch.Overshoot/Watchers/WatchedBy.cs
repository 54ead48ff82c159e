using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;
using KillSwitch.Engine.Simulation;
using KillSwitch.Overshoot.Latency;
using KillSwitch.Overshoot.Workloads;

namespace KillSwitch.Overshoot.Watchers;

/// <summary>Who watches.</summary>
internal enum WatchedBy
{
    Predictive,
    Exact,
    FiveMinutes,
    Hourly,
    Budgets,

    /// <summary>As <see cref="Predictive"/>, if records carry the time at which their call began.</summary>
    PredictiveOfStarts,
}

internal static class Watchmen
{
    public static IReadOnlyList<WatchedBy> All { get; } =
        [WatchedBy.Predictive, WatchedBy.PredictiveOfStarts, WatchedBy.Exact, WatchedBy.FiveMinutes, WatchedBy.Hourly, WatchedBy.Budgets];

    public static string Name(this WatchedBy watching) => watching switch
    {
        WatchedBy.Predictive => "the guard, predictive brake",
        WatchedBy.PredictiveOfStarts => "the same, records stamped at the start",
        WatchedBy.Exact => "the guard, exact brake",
        WatchedBy.FiveMinutes => "a poller every 5 minutes",
        WatchedBy.Hourly => "a job every hour",
        WatchedBy.Budgets => "an AWS Budgets action",
        _ => throw new ArgumentOutOfRangeException(nameof(watching), watching, "nobody known"),
    };

    public static IWatcher Of(WatchedBy watching, Workload workload, Denies denies, SplitMix random, long start, GuardTiming timing) =>
        watching switch
        {
            WatchedBy.Predictive => new GuardWatcher(workload.Policy(Brake.Predictive), denies, random, timing),
            WatchedBy.PredictiveOfStarts => new GuardWatcher(workload.Policy(Brake.Predictive), denies, random, timing)
            {
                Stamp = Stamp.Start,
            },
            WatchedBy.Exact => new GuardWatcher(workload.Policy(Brake.Exact), denies, random, timing),
            WatchedBy.FiveMinutes => Polling(workload, denies, random, start, 300_000),
            WatchedBy.Hourly => Polling(workload, denies, random, start, 3_600_000),
            WatchedBy.Budgets =>
                new Poller(
                    workload, denies, random, start, Stages.BetweenBudgetUpdates.Spread, Stages.BudgetData.Spread, Stages.Started.Spread),
            _ => throw new ArgumentOutOfRangeException(nameof(watching), watching, "nobody known"),
        };

    public static bool IsGuard(this WatchedBy watching) =>
        watching is WatchedBy.Predictive or WatchedBy.PredictiveOfStarts or WatchedBy.Exact;

    private static Poller Polling(Workload workload, Denies denies, SplitMix random, long start, long period) =>
        new(workload, denies, random, start, new Spread(period, period, period, period, period), Stages.Logged.Spread,
            Stages.Polled.Spread);
}
