namespace KillSwitch.Aws.Messages;

/// <summary>One of the topics that a message is told on.</summary>
internal enum Channel
{
    /// <summary>Text where people read, JSON where programs do.</summary>
    People,

    /// <summary>Custom notifications for AWS's chat integration, which takes nothing else.</summary>
    Chat,
}
