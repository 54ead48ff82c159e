namespace KillSwitch.Core.Windows;

/// <summary>A calendar window: starts on the policy's time zone's minute, hour, midnight, Monday (ISO) or first of the month.</summary>
public enum WindowUnit
{
    Minute,
    Hour,
    Day,
    Week,
    Month,
}
