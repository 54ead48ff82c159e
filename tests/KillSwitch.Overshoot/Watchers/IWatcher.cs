using KillSwitch.Overshoot.Workloads;

namespace KillSwitch.Overshoot.Watchers;

/// <summary>Whoever looks after the money.</summary>
internal interface IWatcher
{
    /// <summary>When it has something to do next, in milliseconds since 1970; <see cref="long.MaxValue"/> for nothing.</summary>
    long NextAt { get; }

    /// <summary>A call has ended: its record is on its way.</summary>
    void Ended(in Call call);

    /// <summary>Does what is due at <see cref="NextAt"/>.</summary>
    ValueTask ActAsync();
}
