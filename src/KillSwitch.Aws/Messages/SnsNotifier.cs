using Amazon.SimpleNotificationService;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Messages;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Messages;

/// <summary>
/// Tells people on a topic, and chat channels on another. INVARIANT (no word is lost): what cannot be published is kept, and the watch
/// tries it again every minute; only where it cannot be kept either does telling fail. What comes at once in numbers is kept, too, and told
/// by the watch's next run in one message: nobody reads the twentieth of a minute.
/// </summary>
/// <param name="sns">Where the topics are.</param>
/// <param name="topicArn">Of people and programs.</param>
/// <param name="chatTopicArn">Of chat channels; null where none was deployed.</param>
/// <param name="guard">Who speaks.</param>
/// <param name="outbox">Keeps what waits.</param>
/// <param name="clock">The time.</param>
public sealed class SnsNotifier(
    AmazonSimpleNotificationServiceClient sns, string topicArn, string? chatTopicArn, GuardAddress guard, Outbox outbox, TimeProvider clock)
        : INotifier
{
    /// <summary>So many messages within <see cref="AtOnce"/> are told one by one; those beyond come together.</summary>
    public const int MostAlone = 5;

    private static readonly TimeSpan AtOnce = TimeSpan.FromMinutes(1);

    // What a stop has just told need not be told again as a breach.
    private readonly HashSet<TripKey> _told = [];
    private readonly Queue<DateTimeOffset> _alone = new();
    private GuardAddress _guard = guard;

    /// <summary>By which clock windows are told: that of the policy in force.</summary>
    public void TellBy(WindowCalendar calendar) => _guard = _guard with { Calendar = calendar };

    public async ValueTask TellAsync(Notice notice, CancellationToken cancellation)
    {
        if (notice.Key.Level == NoticeKey.Breach && _told.Contains(notice.Key.Trip))
            return;
        await TellAsync(NoticeMessage.Of(notice, _guard), cancellation);
    }

    public async ValueTask TellAsync(Stop stop, CancellationToken cancellation)
    {
        if (_told.Count >= 10_000)
            _told.Clear();
        if (stop.Trip is { } trip)
            _told.Add(trip);
        await TellAsync(StopMessage.Of(stop, _guard), cancellation);
    }

    public async ValueTask TellAsync(Alert alert, CancellationToken cancellation) =>
        await TellAsync(AlertMessage.Of(alert, _guard), cancellation);

    /// <summary>
    /// Publishes what waits: few one by one, many in one message. Whatever fails, and all after it on its topic, waits on. Returns how many
    /// messages were told to people.
    /// </summary>
    public async Task<int> SendKeptAsync(CancellationToken cancellation)
    {
        var (sent, failure) = (0, default(Exception));
        foreach (var channel in (await outbox.ListAsync(cancellation)).GroupBy(kept => kept.Channel).OrderBy(channel => channel.Key))
        {
            try
            {
                var count = await SendAsync(channel.Key, [.. channel], cancellation);
                sent += channel.Key == Channel.People ? count : 0;
            }
            catch (Exception error) when (AwsFailure.Is(error))
            {
                failure ??= error;
            }
        }

        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return sent;
    }

    private async Task<int> SendAsync(Channel channel, IReadOnlyList<KeptMessage> waiting, CancellationToken cancellation)
    {
        var sent = 0;
        var publications = waiting.Count <= MostAlone
            ? waiting.Select(kept => (kept.Message, Of: (IReadOnlyList<KeptMessage>)[kept]))
            : Publication.Digests(waiting, kept => kept.Message, channel, _guard);
        foreach (var (message, of) in publications)
        {
            await PublishAsync(channel, message, cancellation);
            foreach (var kept in of)
                await outbox.RemoveAsync(kept, cancellation);
            sent += of.Count;
        }

        return sent;
    }

    private async Task TellAsync(Message message, CancellationToken cancellation)
    {
        var isStorm = IsStorm();
        await Task.WhenAll(
            TellAsync(Channel.People, message, isStorm, cancellation),
            chatTopicArn is null ? Task.CompletedTask : TellAsync(Channel.Chat, message, isStorm, cancellation));
    }

    private async Task TellAsync(Channel channel, Message message, bool isStorm, CancellationToken cancellation)
    {
        if (isStorm && await TryKeepAsync(channel, message, cancellation))
            return;
        try
        {
            await PublishAsync(channel, message, cancellation);
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            await outbox.KeepAsync(channel, message, cancellation);
        }
    }

    // A storm that cannot be kept is told one by one, rather than not at all.
    private async Task<bool> TryKeepAsync(Channel channel, Message message, CancellationToken cancellation)
    {
        try
        {
            await outbox.KeepAsync(channel, message, cancellation);
            return true;
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            return false;
        }
    }

    private bool IsStorm()
    {
        var now = clock.GetUtcNow();
        while (_alone.TryPeek(out var oldest) && now - oldest >= AtOnce)
            _alone.Dequeue();
        if (_alone.Count >= MostAlone)
            return true;
        _alone.Enqueue(now);
        return false;
    }

    private Task PublishAsync(Channel channel, Message message, CancellationToken cancellation)
    {
        var topic = channel == Channel.People ? topicArn : chatTopicArn;
        // The chat topic of an earlier deployment is gone: what waited for it was told to people.
        return topic is null ? Task.CompletedTask : sns.PublishAsync(Publication.Of(message, channel, topic), cancellation);
    }
}
