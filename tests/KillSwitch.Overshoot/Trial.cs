using KillSwitch.Core.Evaluation;
using KillSwitch.Engine.Simulation;
using KillSwitch.Overshoot.Results;
using KillSwitch.Overshoot.Watchers;
using KillSwitch.Overshoot.Workloads;

namespace KillSwitch.Overshoot;

/// <summary>One workload under one watcher, for one seed, from the first call to the moment when the last stop is in force.</summary>
internal static class Trial
{
    public static async Task<IReadOnlyList<Outcome>> RunAsync(Workload workload, WatchedBy watching, int seed, GuardTiming? timing = null)
    {
        // The watcher's chances are its own, so that everyone meets the same calls.
        var random = new SplitMix(((ulong)(uint)seed << 8) ^ (ulong)watching);
        var denies = new Denies(random.Fork());
        using var calls = workload.Calls(seed).GetEnumerator();
        var ends = new PriorityQueue<Call, long>();
        var charged = new Dictionary<string, decimal>();
        if (!calls.MoveNext())
            return [];
        var watcher = Watchmen.Of(watching, workload, denies, random.Fork(), calls.Current.Start, timing ?? GuardTiming.Guessed);
        while (true)
        {
            var start = calls.Current.Start;
            var end = ends.TryPeek(out _, out var at) ? at : long.MaxValue;
            if (watcher.NextAt <= Math.Min(start, end))
            {
                await watcher.ActAsync();
            }
            else if (end <= start)
            {
                watcher.Ended(ends.Dequeue());
            }
            else
            {
                var call = calls.Current;
                if (!denies.IsInForce(call.Principal, start))
                {
                    if (workload.Principals.Matches(call.Principal))
                        charged[call.Principal] = charged.GetValueOrDefault(call.Principal) + call.Usd;
                    ends.Enqueue(call, call.End);
                }
                else if (!workload.IsFleet)
                {
                    break;
                }

                if (!calls.MoveNext())
                    break;
            }
        }

        return [.. charged.Where(one => one.Value > workload.Limit || denies.Has(one.Key)).OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => new Outcome(workload.Limit, one.Value))];
    }
}
