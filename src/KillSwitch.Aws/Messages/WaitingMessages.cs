using KillSwitch.Core.Notifications;
using KillSwitch.Engine.Messages;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Messages;

/// <summary>The pending messages that could not be told at once, or are to be told together.</summary>
public sealed class WaitingMessages(IStopStore stops, EarlierOutbox earlier, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private DateTimeOffset _last;

    /// <summary>How many wait for people; what a chat channel waits for is the same said again.</summary>
    public async Task<int> CountAsync(CancellationToken cancellation) =>
        (await ListAsync(cancellation)).Count(message => message.IsFor(Channels.People));

    /// <summary>How many wait for owners alone, or for owners, too.</summary>
    public async Task<int> CountForOwnersAsync(CancellationToken cancellation) =>
        (await ListAsync(cancellation)).Count(message => message.Topics.Count > 0);

    /// <summary>Keeps a message for whom it waits, in the place where it was written if it was.</summary>
    internal async ValueTask KeepAsync(
        PendingMessage message, Channels channels, IReadOnlyList<string> topics, CancellationToken cancellation) =>
        await stops.KeepAsync(message with { Waiting = new Waiting(channels, Since()) { Topics = topics } }, cancellation);

    /// <summary>The oldest first.</summary>
    internal async Task<IReadOnlyList<WaitingMessage>> ListAsync(CancellationToken cancellation) =>
    [
        .. await earlier.ListAsync(cancellation),
        .. (await stops.PendingAsync(cancellation)).Where(message => message.Waiting is not null)
            .OrderBy(message => message.Waiting!.Since).Select(Of),
    ];

    private WaitingMessage Of(PendingMessage pending) => new(
        pending.Waiting!,
        guard => Message.Of(pending.Content, guard),
        (left, cancellation) => left.IsOver
            ? stops.ToldAsync(pending, cancellation)
            : stops.KeepAsync(pending with { Waiting = left }, cancellation));

    // Two of one moment keep their order.
    private DateTimeOffset Since()
    {
        lock (_lock)
        {
            var now = clock.GetUtcNow();
            return _last = now > _last ? now : _last.AddTicks(1);
        }
    }
}
