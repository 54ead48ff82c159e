using KillSwitch.Core.Evaluation;
using KillSwitch.Overshoot.Results;
using KillSwitch.Overshoot.Watchers;
using KillSwitch.Overshoot.Workloads;

namespace KillSwitch.Overshoot;

/// <summary>Every workload under every watcher, for many seeds.</summary>
internal static class Study
{
    /// <param name="workload">What is run.</param>
    /// <param name="watchings">Under whom.</param>
    /// <param name="seeds">From 0 up; a watcher meets the same calls as every other.</param>
    public static async Task<IReadOnlyList<Summary>> RunAsync(Workload workload, IReadOnlyList<WatchedBy> watchings, int seeds) =>
        [.. (await OutcomesAsync(workload, watchings, seeds, GuardTiming.Guessed))
            .Zip(watchings, (some, watching) => Summary.Of(workload, watching, some))];

    /// <summary>For each watcher, the outcomes over all seeds.</summary>
    public static async Task<IReadOnlyList<IReadOnlyList<Outcome>>> OutcomesAsync(
        Workload workload, IReadOnlyList<WatchedBy> watchings, int seeds, GuardTiming timing)
    {
        var outcomes = new IReadOnlyList<Outcome>[watchings.Count * seeds];
        await Parallel.ForAsync(0, seeds, async (seed, _) =>
        {
            // Made once where they end; a burst goes on for as long as someone watches.
            var calls = workload.IsFinite ? workload with { Calls = Kept(workload.Calls(seed)) } : workload;
            for (var i = 0; i < watchings.Count; i++)
                outcomes[(i * seeds) + seed] = await Trial.RunAsync(calls, watchings[i], seed, timing);
        });
        return [.. watchings.Select((_, i) => (IReadOnlyList<Outcome>)[.. outcomes.Skip(i * seeds).Take(seeds).SelectMany(some => some)])];
    }

    private static Func<int, IEnumerable<Call>> Kept(IEnumerable<Call> calls)
    {
        Call[] kept = [.. calls];
        return _ => kept;
    }
}
