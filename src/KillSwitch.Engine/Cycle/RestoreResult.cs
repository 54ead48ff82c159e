using KillSwitch.Core.Metering;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.Cycle;

/// <summary>What a person's restore came to.</summary>
public abstract record RestoreResult
{
    private RestoreResult()
    {
    }

    /// <summary>The stop as it stands now: released, or still releasing with a failure.</summary>
    /// <param name="But">What the person has to know all the same, one sentence without a full stop; null for nothing.</param>
    public sealed record Done(Stop Stop, string? But = null) : RestoreResult;

    /// <summary>It was over before.</summary>
    public sealed record Unchanged(Stop Stop) : RestoreResult;

    /// <summary>The counter is at its limit: the next call would trip it again.</summary>
    public sealed record WouldTripAgain(Unit Unit, decimal Measured, decimal Limit, Window Window) : RestoreResult;

    /// <summary>API keys that were deactivated with the stop do not work yet: nothing was restored.</summary>
    public sealed record KeysOff(IReadOnlyList<string> Keys) : RestoreResult;

    public sealed record Refused(string Reason) : RestoreResult;
}
