using Amazon.SQS;
using Amazon.SQS.Model;

namespace KillSwitch.Aws.Chat;

/// <summary>
/// The queue that the buttons of a chat write to. INVARIANT (who pressed is what SQS says): the queue itself is read, as what is handed to
/// a function is whatever its caller made up.
/// </summary>
/// <param name="sqs">In the guard's region.</param>
/// <param name="queue">Its name: where it is SQS says, and no environment.</param>
public sealed class ChatPresses(AmazonSQSClient sqs, string queue)
{
    private const string SenderId = "SenderId";
    private const int Most = 10;

    private string? _url;

    /// <summary>What is there; what is not struck out afterwards comes again.</summary>
    /// <param name="patience">How long to wait for the first, in whole seconds up to 20.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<IReadOnlyList<SentPress>> ReceiveAsync(TimeSpan patience, CancellationToken cancellation)
    {
        var received = await sqs.ReceiveMessageAsync(
            new ReceiveMessageRequest
            {
                QueueUrl = await UrlAsync(cancellation),
                MessageSystemAttributeNames = [SenderId],
                MaxNumberOfMessages = Most,
                WaitTimeSeconds = (int)patience.TotalSeconds,
            }, cancellation);
        return
        [
            .. (received.Messages ?? []).Select(message =>
                new SentPress(message.Attributes?.GetValueOrDefault(SenderId) ?? "", message.Body ?? "", message.ReceiptHandle ?? "")),
        ];
    }

    /// <summary>It was dealt with.</summary>
    public async Task StrikeAsync(SentPress press, CancellationToken cancellation) => await sqs.DeleteMessageAsync(
        new DeleteMessageRequest { QueueUrl = await UrlAsync(cancellation), ReceiptHandle = press.Receipt }, cancellation);

    private async Task<string> UrlAsync(CancellationToken cancellation) =>
        _url ??= (await sqs.GetQueueUrlAsync(new GetQueueUrlRequest { QueueName = queue }, cancellation)).QueueUrl;
}

/// <summary>A message as SQS hands it out.</summary>
/// <param name="SenderId">Who sent it, by SQS: the id of a user, or of a role with its session; empty where it does not say.</param>
/// <param name="Text">What the sender wrote.</param>
/// <param name="Receipt">Strikes it out.</param>
public sealed record SentPress(string SenderId, string Text, string Receipt);
