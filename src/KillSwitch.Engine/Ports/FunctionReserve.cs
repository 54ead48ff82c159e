using KillSwitch.Core.Settings;

namespace KillSwitch.Engine.Ports;

/// <summary>How many at once a function of the guard may run.</summary>
/// <param name="Function">As it was deployed.</param>
/// <param name="Reserved">What is reserved now; null for no reservation.</param>
public sealed record FunctionReserve(DeployedFunction Function, int? Reserved)
{
    /// <summary>Why Lambda does not say: refused, or the function is gone; null where it does.</summary>
    public string? Problem { get; init; }

    /// <summary>Whether it is kept from running, or that cannot be said.</summary>
    public bool IsHeld => Problem is not null || IsLowered;

    /// <summary>
    /// Whether somebody lowered it: to nothing, below what was deployed, or, of the meter, which may need many, below no bound at all.
    /// </summary>
    public bool IsLowered =>
        Reserved is { } now && (now == 0 || (Function.Concurrency is { } deployed ? now < deployed : Function.Part == GuardFunction.Meter));
}
