using Amazon.SimpleNotificationService;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.EveryMinute;
using KillSwitch.Engine.Messages;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Messages;

/// <summary>
/// Tells people on a topic, chat channels on another, and owners of what is stopped on theirs. INVARIANT (no word is lost): what cannot be
/// published waits, and the watch tries it again every minute; only where it cannot be kept either does telling fail. What comes at once in
/// numbers waits, too, and is told by the watch's next run in one message: nobody reads the twentieth of a minute.
/// </summary>
/// <param name="sns">Publishes in a region.</param>
/// <param name="topicArn">Of people and programs.</param>
/// <param name="chatTopicArn">Of chat channels; null where none was deployed.</param>
/// <param name="guard">Who speaks.</param>
/// <param name="waiting">Keeps what waits.</param>
/// <param name="clock">The time.</param>
public sealed class SnsNotifier(
    Func<string, AmazonSimpleNotificationServiceClient> sns, string topicArn, string? chatTopicArn, GuardAddress guard,
    WaitingMessages waiting, TimeProvider clock) : INotifier
{
    /// <summary>So many messages within <see cref="AtOnce"/> are told one by one; those beyond come together.</summary>
    public const int MostAlone = 5;

    private static readonly TimeSpan AtOnce = TimeSpan.FromMinutes(1);

    // An owner's topic may be far away, and whoever tells has more to stop.
    private static readonly TimeSpan OwnersPatience = TimeSpan.FromSeconds(5);

    private readonly Channels[] _channels = chatTopicArn is null ? [Channels.People] : [Channels.People, Channels.Chat];
    // What a stop has just told need not be told again as a breach.
    private readonly HashSet<TripKey> _told = [];
    private readonly Queue<DateTimeOffset> _alone = new();
    private GuardAddress _guard = guard;
    private PolicyOwners _owners = PolicyOwners.None;
    private bool _areOwnersKnown;

    /// <summary>The owners' topics that did not take what waited for them when it was last sent; null while it was not.</summary>
    public IReadOnlyList<OwnerRefusal>? OwnerRefusals { get; private set; }

    /// <summary>By which clock windows are told, and to whom: as the policy in force says.</summary>
    /// <param name="rules">Of the policy.</param>
    /// <param name="isInForce">False where it stands for one that is not there: nobody is dropped because of it.</param>
    public void TellBy(RuleBook rules, bool isInForce = true)
    {
        _guard = _guard with { Calendar = rules.Calendar };
        (_owners, _areOwnersKnown) = (rules.Owners, isInForce);
    }

    public async ValueTask<bool> TellAsync(PendingMessage message, CancellationToken cancellation)
    {
        if (IsToldAlready(message.Content))
            return true;
        List<string> owners =
            [.. _owners.TopicsOf(message.Content).Select(topic => topic.Text).Where(topic => topic != topicArn && topic != chatTopicArn)];
        if (IsStorm() && await TryKeepAsync(message, owners, cancellation))
            return false;
        var text = Message.Of(message.Content, _guard);
        var told = Task.WhenAll(owners.Select(topic => TryPublishAsync(topic, text, cancellation)));
        var left = await Task.WhenAll(ChannelsOf(message).Select(channel => TryPublishAsync(channel, text, cancellation)));
        var refused = left.Aggregate(Channels.None, (all, one) => all | one);
        List<string> untold = [.. (await told).OfType<string>()];
        if (refused == Channels.None && untold.Count == 0)
            return true;
        await waiting.KeepAsync(message, refused, untold, cancellation);
        return false;
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

        await SendToOwnersAsync(messages, cancellation);
        if (failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        return sent;
    }

    // What one topic does not take keeps nobody else waiting, and is told as a condition of the guard.
    private async Task SendToOwnersAsync(
        IReadOnlyList<(WaitingMessage Waiting, Message Text)> messages, CancellationToken cancellation)
    {
        var refusals = new List<OwnerRefusal>();
        var owners = _owners.Topics.Select(topic => topic.Text).ToHashSet(StringComparer.Ordinal);
        foreach (var topic in messages.SelectMany(message => message.Waiting.Topics).Distinct().ToList())
        {
            List<(WaitingMessage Waiting, Message Text)> of = [.. messages.Where(message => message.Waiting.Topics.Contains(topic))];
            try
            {
                if (_areOwnersKnown && !owners.Contains(topic))
                {
                    foreach (var message in of)
                        await message.Waiting.ToldAsync(topic, cancellation);
                    continue;
                }

                foreach (var (text, told) in Publications(of, Channels.People))
                {
                    await PublishAsync(topic, text, cancellation);
                    foreach (var message in told)
                        await message.Waiting.ToldAsync(topic, cancellation);
                }
            }
            catch (Exception error) when (IsRefusal(error, cancellation))
            {
                var left = of.Count(message => message.Waiting.Topics.Contains(topic));
                refusals.Add(new OwnerRefusal(topic, left, AwsProblem.ClauseOf(error)));
            }
        }

        OwnerRefusals = refusals;
    }

    private IEnumerable<(Message Digest, IReadOnlyList<(WaitingMessage Waiting, Message Text)> Of)> Publications(
        IReadOnlyList<(WaitingMessage Waiting, Message Text)> messages, Channels channel) => messages.Count <= MostAlone
        ? messages.Select(message => (message.Text, Of: (IReadOnlyList<(WaitingMessage Waiting, Message Text)>)[message]))
        : Publication.Digests(messages, message => message.Text, channel, _guard);

    private async Task<int> SendAsync(
        Channels channel, IReadOnlyList<(WaitingMessage Waiting, Message Text)> messages, CancellationToken cancellation)
    {
        var sent = 0;
        foreach (var (text, of) in Publications(messages, channel))
        {
            await PublishAsync(channel, text, cancellation);
            foreach (var message in of)
                await message.Waiting.ToldAsync(channel, cancellation);
            sent += of.Count;
        }

        return sent;
    }

    // A chat that is gone hears no answer.
    private IEnumerable<Channels> ChannelsOf(PendingMessage message) =>
        message.Content is MessageContent.OfAlert { Alert.IsForChatAlone: true }
            ? _channels.Where(channel => channel == Channels.Chat)
            : _channels;

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
    private async Task<bool> TryKeepAsync(PendingMessage message, IReadOnlyList<string> owners, CancellationToken cancellation)
    {
        try
        {
            await waiting.KeepAsync(message, ChannelsOf(message).Aggregate(Channels.None, (all, one) => all | one), owners, cancellation);
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
        return topic is null
            ? Task.CompletedTask
            : In(topic).PublishAsync(Publication.Of(text, channel, topic), cancellation);
    }

    /// <summary>The topic, where it did not take it.</summary>
    private async Task<string?> TryPublishAsync(string topic, Message text, CancellationToken cancellation)
    {
        try
        {
            await PublishAsync(topic, text, cancellation);
            return null;
        }
        catch (Exception error) when (IsRefusal(error, cancellation))
        {
            return topic;
        }
    }

    private async Task PublishAsync(string topic, Message text, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(OwnersPatience);
        try
        {
            await In(topic).PublishAsync(Publication.Of(text, Channels.People, topic), patience.Token);
        }
        catch (OperationCanceledException error) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"SNS did not answer within {OwnersPatience.TotalSeconds:0} s", error);
        }
    }

    // Whatever an owner's topic is, it keeps no stop and nobody else waiting.
    private static bool IsRefusal(Exception error, CancellationToken cancellation) =>
        error is not OutOfMemoryException && !cancellation.IsCancellationRequested;

    private AmazonSimpleNotificationServiceClient In(string topic) => sns(topic.Split(':')[3]);
}
