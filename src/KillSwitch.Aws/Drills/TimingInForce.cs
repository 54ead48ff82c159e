using KillSwitch.Core.Evaluation;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Drills;

/// <summary>
/// How long a stop takes in a region, as a process knows it: by the last drill there, read anew when what is known is older than asked for.
/// </summary>
public sealed class TimingInForce(IDrillBook drills, string region, TimeProvider clock)
{
    /// <summary>It moves once in a quarter: a function need not ask every minute.</summary>
    public static TimeSpan Fresh { get; } = TimeSpan.FromMinutes(10);

    private DateTimeOffset _readAt = DateTimeOffset.MinValue;

    public GuardTiming Timing { get; private set; } = GuardTiming.Guessed;

    /// <summary>True when it is another than before: after a drill, and when the last one counts no longer.</summary>
    public async ValueTask<bool> RefreshAsync(TimeSpan atMost, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (now - _readAt < atMost)
            return false;
        var timing = DrillTiming.Of(await drills.FindAsync(region, cancellation), now);
        _readAt = now;
        var isNew = timing != Timing;
        Timing = timing;
        return isNew;
    }
}
