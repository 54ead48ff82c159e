using System.Globalization;
using KillSwitch.Engine.Json;

namespace KillSwitch.Engine.Messages;

/// <summary>Many messages told as one: each has its line, whatever it is about, and the whole of it in the JSON.</summary>
public static class DigestMessage
{
    /// <param name="messages">In the order in which they came; the most pressing are listed first.</param>
    /// <param name="guard">Who speaks.</param>
    public static Message Of(IReadOnlyList<Message> messages, GuardAddress guard)
    {
        Message[] sorted = [.. messages.OrderBy(message => message.Urgency)];
        var count = string.Create(CultureInfo.InvariantCulture, $"{sorted.Length} MESSAGES");
        var kinds = Kinds(sorted);
        return new Message(Messages.Subject.Of(count + ": ", kinds, ""), Text(count, kinds, sorted, guard), Json(sorted, guard),
            Chat(count, kinds, sorted, guard))
        {
            Kind = "digest",
            Urgency = sorted[0].Urgency,
            Headline = $"{count}: {kinds}",
            Command = null,
        };
    }

    // The heads are our own words; what follows them is not.
    private static string Kinds(Message[] messages) => string.Join(", ", messages
        .GroupBy(message => Head(message.Headline))
        .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key}")));

    private static string Head(string headline)
    {
        var words = headline.Split(' ')
            .TakeWhile(word => word.Length > 0 && (word[^1] == '%' || word.All(c => char.IsAsciiLetterUpper(c) || c == ':')));
        return string.Join(' ', words).TrimEnd(':');
    }

    private static string Text(string count, string kinds, Message[] messages, GuardAddress guard)
    {
        var text = new TextLines().Paragraph($"{count}, told together as they came at once: {kinds}").Empty();
        foreach (var message in messages)
        {
            text.Paragraph(message.Headline);
            if (message.Command is { } command)
                text.Pasted(command);
        }

        return text.Empty().Command("Look", $"killswitch status {guard.Options}").ToString();
    }

    private static string Chat(string count, string kinds, Message[] messages, GuardAddress guard) => new ChatNote
    {
        Title = $"{(messages[0].Urgency == Urgency.Inform ? ":information_source:" : ":rotating_light:")} {count}",
        Description = ChatText.Sentence(kinds) + "\n" + ChatLines(messages),
        NextSteps = ["Look: " + ChatText.Command($"killswitch status {guard.Options}")],
        EventType = "digest",
        Context = [("stack", guard.Stack), ("region", guard.Region)],
    }.ToJson();

    /// <summary>Whether a chat shows all of them at once.</summary>
    public static bool FitsChat(IReadOnlyList<Message> messages) =>
        ChatLines(messages).Length + Kinds([.. messages]).Length + 1 <= ChatNote.LongestDescription;

    private static string ChatLines(IEnumerable<Message> messages) => string.Join('\n', messages.Select(message =>
        "• " + ChatText.Sentence(message.Headline) + (message.Command is { } command ? "\n   " + ChatText.Command(command) : "")));

    private static string Json(Message[] messages, GuardAddress guard) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("kind", "digest");
        json.WriteString("stack", guard.Stack);
        json.WriteString("region", guard.Region);
        json.WriteNumber("count", messages.Length);
        json.WriteStartArray("messages");
        foreach (var message in messages)
        {
            json.WriteStartObject();
            json.WriteString("subject", message.Subject);
            json.WriteString("text", message.Text);
            json.WritePropertyName("json");
            json.WriteRawValue(message.Json);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
