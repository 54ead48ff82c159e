using KillSwitch.Core.Evaluation;
using KillSwitch.Engine.Simulation;
using KillSwitch.Overshoot.Watchers;
using KillSwitch.Overshoot.Workloads;

namespace KillSwitch.Overshoot.Innocents;

/// <summary>
/// Innocents under the deployed guard, for one seed, until the last record is in. Nobody should be stopped; who is goes on calling.
/// </summary>
internal static class InnocentTrial
{
    /// <returns>How many were watched and how many of them were stopped, and where the fullest window ended, as a share of the
    /// limit.</returns>
    public static async Task<(int Callers, int Stopped, decimal EndsAt)> RunAsync(
        Innocent innocent, IReadOnlyList<Call> calls, (int Least, int Most) endsAt, Stamp stamp, int seed, GuardTiming timing)
    {
        var random = new SplitMix(
            ((ulong)(uint)seed << 8) ^ innocent.Name.Aggregate(0x1220CE27UL, (sum, letter) => ((sum * 31) + letter) % 0xFFFFFFFB));
        var share = random.Between(endsAt.Least, endsAt.Most) / 1000m;
        var denies = new Denies(random.Fork());
        var guard = new GuardWatcher(innocent.Policy(Fullest.Of(innocent, calls, stamp) / share), denies, random.Fork(), timing)
        {
            Stamp = stamp,
            HeldUp = innocent.HeldUp(random.Fork(), calls),
        };
        foreach (var call in calls)
        {
            while (guard.NextAt <= call.End)
                await guard.ActAsync();
            guard.Ended(call);
        }

        while (guard.NextAt < long.MaxValue)
            await guard.ActAsync();
        return (innocent.IsOfAccount ? 1 : calls.Select(call => call.Principal).Distinct().Count(), denies.Principals.Count, share);
    }
}
