using KillSwitch.Engine.Simulation;
using KillSwitch.Overshoot.Workloads;

namespace KillSwitch.Overshoot.Innocents;

/// <summary>Ways in which records come late.</summary>
internal static class Delays
{
    private const long Minute = 60_000;

    /// <summary>Each in three comes 1 to 60 minutes late, by itself.</summary>
    public static Func<Call, long> OneInThree(SplitMix random, IReadOnlyList<Call> calls) =>
        _ => random.Chance(333) ? random.Between(Minute, 60 * Minute) : 0;

    /// <summary>
    /// Nothing of 15 to 50 minutes is delivered; later ones come in time. Ten to twenty minutes after, the watch fills it in at once.
    /// </summary>
    public static Func<Call, long> Gap(SplitMix random, IReadOnlyList<Call> calls)
    {
        var (from, until) = Span(random, calls, 15, 50);
        var filled = until + random.Between(10 * Minute, 20 * Minute);
        return call => call.End >= from && call.End < until ? filled - call.End : 0;
    }

    /// <summary>Nothing comes for 5 to 60 minutes; then all of it at once, up to the newest.</summary>
    public static Func<Call, long> Queue(SplitMix random, IReadOnlyList<Call> calls)
    {
        var (from, until) = Span(random, calls, 5, 60);
        return call => call.End >= from && call.End < until ? until - call.End : 0;
    }

    private static (long From, long Until) Span(SplitMix random, IReadOnlyList<Call> calls, int least, int most)
    {
        var from = random.Between(calls[0].End, calls[calls.Count / 2].End);
        return (from, from + random.Between(least * Minute, most * Minute));
    }
}
