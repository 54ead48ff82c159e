using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.Ports;

/// <summary>How many stops may begin by themselves in a window.</summary>
public sealed record AutomaticBound(Window Window, int Count);

public enum OpenResult
{
    /// <summary>The stop was written.</summary>
    Opened,

    /// <summary>The same trip was written before; nothing changed.</summary>
    Known,

    /// <summary>As many stops as the bound allows began by themselves in its window; nothing changed.</summary>
    OverBound,
}
