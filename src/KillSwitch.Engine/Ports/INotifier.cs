using KillSwitch.Core.Notifications;

namespace KillSwitch.Engine.Ports;

/// <summary>Tells people.</summary>
public interface INotifier
{
    /// <summary>
    /// True when everyone was told; false when the message is kept with whom it <see cref="PendingMessage.Waiting">waits</see> for, and the
    /// notifier tells it later. Throws where it can be neither told nor kept.
    /// </summary>
    ValueTask<bool> TellAsync(PendingMessage message, CancellationToken cancellation);
}
