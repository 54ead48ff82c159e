using System.Text;
using Amazon.SimpleNotificationService.Model;
using KillSwitch.Core.Notifications;
using KillSwitch.Engine.Json;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Aws.Messages;

/// <summary>A message as SNS takes it.</summary>
internal static class Publication
{
    // SNS takes 262,144 bytes, attributes and escapes included.
    private const int LargestBytes = 240_000;

    public static PublishRequest Of(Message message, Channels channel, string topicArn)
    {
        var request = new PublishRequest
        {
            TopicArn = topicArn,
            Subject = message.Subject,
            // A subscription may ask for stops alone.
            MessageAttributes = new() { ["kind"] = Attribute(message.Kind), ["urgency"] = Attribute(JsonText.Word(message.Urgency)) },
        };
        if (channel == Channels.Chat)
            request.Message = message.Chat;
        else
            (request.MessageStructure, request.Message) = ("json", ByProtocol(message));
        return request;
    }

    /// <summary>The messages in as few digests as their channel can show, each message in one of them.</summary>
    public static IEnumerable<(Message Digest, IReadOnlyList<T> Of)> Digests<T>(
        IReadOnlyList<T> waiting, Func<T, Message> messageOf, Channels channel, GuardAddress guard)
    {
        Message[] messages = [.. waiting.Select(messageOf)];
        if (messages.Length == 1)
            return [(messages[0], waiting)];
        var digest = DigestMessage.Of(messages, guard);
        var fits = channel == Channels.Chat
            ? DigestMessage.FitsChat(messages)
            : Encoding.UTF8.GetByteCount(ByProtocol(digest)) <= LargestBytes;
        var half = messages.Length / 2;
        return fits
            ? [(digest, waiting)]
            : [.. Digests([.. waiting.Take(half)], messageOf, channel, guard),
                .. Digests([.. waiting.Skip(half)], messageOf, channel, guard)];
    }

    private static MessageAttributeValue Attribute(string value) => new() { DataType = "String", StringValue = value };

    private static string ByProtocol(Message message) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("default", message.Text);
        foreach (var protocol in (ReadOnlySpan<string>)["lambda", "sqs", "http", "https", "firehose"])
            json.WriteString(protocol, message.Json);
        json.WriteEndObject();
    });
}
