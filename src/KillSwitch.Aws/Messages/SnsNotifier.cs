using Amazon.SimpleNotificationService;
using Amazon.SimpleNotificationService.Model;
using KillSwitch.Aws.Account;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Json;
using KillSwitch.Engine.Messages;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Messages;

/// <summary>
/// Tells people on a topic: text where people read, the same as JSON where programs do. INVARIANT (no word is lost): what cannot be
/// published is kept, and the watch tries it again every minute; only where it cannot be kept either does telling fail.
/// </summary>
public sealed class SnsNotifier(AmazonSimpleNotificationServiceClient sns, string topicArn, GuardAddress guard, Outbox outbox) : INotifier
{
    // What a stop has just told need not be told again as a breach.
    private readonly HashSet<TripKey> _told = [];

    public async ValueTask TellAsync(Notice notice, CancellationToken cancellation)
    {
        if (notice.Key.Level == NoticeKey.Breach && _told.Contains(notice.Key.Trip))
            return;
        await PublishAsync(NoticeMessage.Of(notice, guard), cancellation);
    }

    public async ValueTask TellAsync(Stop stop, CancellationToken cancellation)
    {
        if (_told.Count >= 10_000)
            _told.Clear();
        _told.Add(stop.Trip);
        await PublishAsync(StopMessage.Of(stop, guard), cancellation);
    }

    public async ValueTask TellAsync(Alert alert, CancellationToken cancellation) => await PublishAsync(AlertMessage.Of(alert, guard), cancellation);

    /// <summary>Publishes what could not be published before. Returns how many messages that were.</summary>
    public Task<int> SendKeptAsync(CancellationToken cancellation) => outbox.SendAsync((subject, message) => SendAsync(subject, message, cancellation), cancellation);

    private async Task PublishAsync(Message message, CancellationToken cancellation)
    {
        var text = ByProtocol(message);
        try
        {
            await SendAsync(message.Subject, text, cancellation);
        }
        catch (Exception error) when (AwsFailure.Is(error))
        {
            await outbox.KeepAsync(message.Subject, text, cancellation);
        }
    }

    private Task<PublishResponse> SendAsync(string subject, string message, CancellationToken cancellation) => sns.PublishAsync(
        new PublishRequest { TopicArn = topicArn, Subject = subject, MessageStructure = "json", Message = message }, cancellation);

    private static string ByProtocol(Message message) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("default", message.Text);
        foreach (var protocol in (ReadOnlySpan<string>)["lambda", "sqs", "http", "https", "firehose"])
            json.WriteString(protocol, message.Json);
        json.WriteEndObject();
    });
}
