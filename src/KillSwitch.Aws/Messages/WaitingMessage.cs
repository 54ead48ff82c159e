using KillSwitch.Core.Notifications;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Aws.Messages;

/// <summary>A message that some channels or owners have yet to be told.</summary>
/// <param name="left">Which.</param>
/// <param name="text">What each is told, by which guard.</param>
/// <param name="keep">Keeps it for those that are left, or deletes it where none is.</param>
internal sealed class WaitingMessage(
    Waiting left, Func<GuardAddress, Message> text, Func<Waiting, CancellationToken, ValueTask> keep)
{
    /// <summary>The owners' topics that have yet to be told.</summary>
    public IReadOnlyList<string> Topics => left.Topics;

    public bool IsFor(Channels channel) => left.For.HasFlag(channel);

    public Message TextBy(GuardAddress guard) => text(guard);

    /// <summary>A channel was told.</summary>
    public ValueTask ToldAsync(Channels channel, CancellationToken cancellation) =>
        KeepAsync(left with { For = left.For & ~channel }, cancellation);

    /// <summary>An owner's topic was told, or nobody owns anything by it any more.</summary>
    public ValueTask ToldAsync(string topic, CancellationToken cancellation) =>
        KeepAsync(left with { Topics = [.. left.Topics.Where(one => one != topic)] }, cancellation);

    private async ValueTask KeepAsync(Waiting still, CancellationToken cancellation)
    {
        await keep(still, cancellation);
        left = still;
    }
}
