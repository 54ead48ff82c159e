using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.Ports;

/// <summary>How many of a kind may be stopped by themselves in a window.</summary>
/// <param name="Window">In which they are counted.</param>
/// <param name="Slot">What the stop takes up: one that is taken up already is free.</param>
public sealed record AutomaticBound(Window Window, int Count, StopSlot Slot);

public enum OpenResult
{
    /// <summary>The stop was written.</summary>
    Opened,

    /// <summary>The same trip was written before; nothing changed.</summary>
    Known,

    /// <summary>As many of its kind as the bound allows were stopped by themselves in its window; nothing changed.</summary>
    OverBound,
}
