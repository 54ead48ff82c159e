using Amazon.SimpleNotificationService;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Messages;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Messages;

/// <summary>
/// Tells people on a topic, and chat channels on another. INVARIANT (no word is lost): what cannot be published waits, and the watch tries
/// it again every minute; only where it cannot be kept either does telling fail. What comes at once in numbers waits, too, and is told by
/// the watch's next run in one message: nobody reads the twentieth of a minute.
/// </summary>
/// <param name="sns">Where the topics are.</param>
/// <param name="topicArn">Of people and programs.</param>
/// <param name="chatTopicArn">Of chat channels; null where none was deployed.</param>
/// <param name="guard">Who speaks.</param>
/// <param name="waiting">Keeps what waits.</param>
/// <param name="clock">The time.</param>
public sealed class SnsNotifier(
    AmazonSimpleNotificationServiceClient sns, string topicArn, string? chatTopicArn, GuardAddress guard, WaitingMessages waiting,
    TimeProvider clock) : INotifier
{
    /// <summary>So many messages within <see cref="AtOnce"/> are told one by one; those beyond come together.</summary>
    public const int MostAlone = 5;

    private static readonly TimeSpan AtOnce = TimeSpan.FromMinutes(1);

    private readonly Channels[] _channels = chatTopicArn is null ? [Channels.People] : [Channels.People, Channels.Chat];
    // What a stop has just told need not be told again as a breach.
    private readonly HashSet<TripKey> _told = [];
    private readonly Queue<DateTimeOffset> _alone = new();
    private GuardAddress _guard = guard;

    /// <summary>By which clock windows are told: that of the policy in force.</summary>
    public void TellBy(WindowCalendar calendar) => _guard = _guard with { Calendar = calendar };

    public async ValueTask<bool> TellAsync(PendingMessage message, CancellationToken cancellation)
    {
        if (IsToldAlready(message.Content))
            return true;
        if (IsStorm() && await TryKeepAsync(message, cancellation))
            return false;
        var text = Message.Of(message.Content, _guard);
        var left = await Task.WhenAll(_channels.Select(channel => TryPublishAsync(channel, text, cancellation)));
        var refused = left.Aggregate(Channels.None, (all, one) => all | one);
        if (refused != Channels.None)
            await waiting.KeepAsync(message, refused, cancellation);
        return refused == Channels.None;
    }

    /// <summary>
    /// Publishes what waits: few one by one, many in one message. Whatever fails, and all after it on its topic, waits on. Returns how many
    /// messages were told to people.
    /// </summary>
    public async Task<int> SendWaitingAsync(CancellationToken cancellation)
    {
        var (sent, failure) = (0, default(Exception));
        var messages = new List<(WaitingMessage Waiting, Message Text)>();
        foreach (var message in await waiting.ListAsync(cancellation))
        {
            try
            {
                messages.Add((message, message.TextBy(_guard)));
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                failure ??= error;
            }
        }

        foreach (var channel in (Channels[])[Channels.People, Channels.Chat])
        {
            try
            {
                var count = await SendAsync(channel, [.. messages.Where(message => message.Waiting.IsFor(channel))], cancellation);
                sent += channel == Channels.People ? count : 0;
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

    private async Task<int> SendAsync(
        Channels channel, IReadOnlyList<(WaitingMessage Waiting, Message Text)> messages, CancellationToken cancellation)
    {
        var sent = 0;
        var publications = messages.Count <= MostAlone
            ? messages.Select(message => (message.Text, Of: (IReadOnlyList<(WaitingMessage Waiting, Message Text)>)[message]))
            : Publication.Digests(messages, message => message.Text, channel, _guard);
        foreach (var (text, of) in publications)
        {
            await PublishAsync(channel, text, cancellation);
            foreach (var message in of)
                await message.Waiting.ToldAsync(channel, cancellation);
            sent += of.Count;
        }

        return sent;
    }

    private bool IsToldAlready(MessageContent content)
    {
        if (content is MessageContent.OfNotice { Notice.Key: { Level: NoticeKey.Breach } key })
            return _told.Contains(key.Trip);
        if (content is MessageContent.OfStop { Stop.Trip: { } trip })
        {
            if (_told.Count >= 10_000)
                _told.Clear();
            _told.Add(trip);
        }

        return false;
    }

    /// <summary>Which channel did not take it.</summary>
    private async Task<Channels> TryPublishAsync(Channels channel, Message text, CancellationToken cancellation)
    {
        try
        {
            await PublishAsync(channel, text, cancellation);
            return Channels.None;
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            return channel;
        }
    }

    // A storm that cannot be kept is told one by one, rather than not at all.
    private async Task<bool> TryKeepAsync(PendingMessage message, CancellationToken cancellation)
    {
        try
        {
            await waiting.KeepAsync(message, _channels.Aggregate((all, one) => all | one), cancellation);
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

    private Task PublishAsync(Channels channel, Message text, CancellationToken cancellation)
    {
        var topic = channel == Channels.People ? topicArn : chatTopicArn;
        // The chat topic of an earlier deployment is gone: what waited for it was told to people.
        return topic is null ? Task.CompletedTask : sns.PublishAsync(Publication.Of(text, channel, topic), cancellation);
    }
}
