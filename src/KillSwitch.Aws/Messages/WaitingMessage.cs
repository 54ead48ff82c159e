using KillSwitch.Core.Notifications;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Aws.Messages;

/// <summary>A message that some channels have yet to be told.</summary>
/// <param name="left">Which.</param>
/// <param name="text">What each is told, by which guard.</param>
/// <param name="keep">Keeps it for those that are left, or deletes it where none is.</param>
internal sealed class WaitingMessage(
    Channels left, Func<GuardAddress, Message> text, Func<Channels, CancellationToken, ValueTask> keep)
{
    public bool IsFor(Channels channel) => left.HasFlag(channel);

    public Message TextBy(GuardAddress guard) => text(guard);

    /// <summary>A channel was told.</summary>
    public async ValueTask ToldAsync(Channels channel, CancellationToken cancellation)
    {
        await keep(left & ~channel, cancellation);
        left &= ~channel;
    }
}
