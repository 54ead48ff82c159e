using KillSwitch.Core.Evaluation;
using KillSwitch.Overshoot.Workloads;

namespace KillSwitch.Overshoot.Innocents;

/// <summary>How many innocents were stopped.</summary>
/// <param name="Name">Which ones.</param>
/// <param name="Callers">How many were watched, over all seeds and for both times that a record may carry.</param>
/// <param name="Stopped">Of them.</param>
internal sealed record InnocentSummary(string Name, int Callers, int Stopped);

/// <summary>Innocents over many seeds, their records stamped at the end of a call and at its start.</summary>
internal static class InnocentStudy
{
    /// <summary>Where those end who are near their limit, in thousandths of it.</summary>
    public static (int Least, int Most) NearTheLimit { get; } = (700, 999);

    public static async Task<InnocentSummary> RunAsync(Innocent innocent, int seeds, GuardTiming timing)
    {
        var all = await EachAsync(innocent, innocent.EndsAt, seeds, timing);
        return new InnocentSummary(innocent.Name, all.Sum(one => one.Callers), all.Sum(one => one.Stopped));
    }

    /// <summary>Each run by itself, its limit so that the fullest window ends within <paramref name="endsAt"/>.</summary>
    public static async Task<IReadOnlyList<(int Callers, int Stopped, decimal EndsAt)>> EachAsync(
        Innocent innocent, (int Least, int Most) endsAt, int seeds, GuardTiming timing)
    {
        var outcomes = new (int Callers, int Stopped, decimal EndsAt)[2 * seeds];
        await Parallel.ForAsync(0, seeds, async (seed, _) =>
        {
            var calls = innocent.Calls(seed);
            foreach (var stamp in new[] { Stamp.End, Stamp.Start })
                outcomes[(2 * seed) + (int)stamp] = await InnocentTrial.RunAsync(innocent, calls, endsAt, stamp, seed, timing);
        });
        return outcomes;
    }
}
