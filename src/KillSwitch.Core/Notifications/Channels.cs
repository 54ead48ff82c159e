namespace KillSwitch.Core.Notifications;

/// <summary>The topics that a message is told on. The names are kept: they never change.</summary>
[Flags]
public enum Channels
{
    None = 0,

    /// <summary>Text where people read, JSON where programs do.</summary>
    People = 1,

    /// <summary>Custom notifications for AWS's chat integration, which takes nothing else.</summary>
    Chat = 2,
}
