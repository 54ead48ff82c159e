using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Aws.Messages;

/// <summary>A message that waits in the table, for one channel.</summary>
/// <param name="SortKey">By which it is found, in the order of time.</param>
/// <param name="Channel">Where it is to be told.</param>
/// <param name="Message">What is told.</param>
internal sealed record KeptMessage(string SortKey, Channel Channel, Message Message)
{
    public static Dictionary<string, AttributeValue> Attributes(Channel channel, Message message)
    {
        var attributes = new Dictionary<string, AttributeValue>
        {
            ["channel"] = Item.Text(channel.ToString()),
            ["subject"] = Item.Text(message.Subject),
            ["text"] = Item.Text(message.Text),
            ["json"] = Item.Text(message.Json),
            ["chat"] = Item.Text(message.Chat),
            ["kind"] = Item.Text(message.Kind),
            ["urgency"] = Item.Text(message.Urgency.ToString()),
            ["headline"] = Item.Text(message.Headline),
        };
        if (message.Command is { } command)
            attributes["command"] = Item.Text(command);
        return attributes;
    }

    public static KeptMessage Read(IReadOnlyDictionary<string, AttributeValue> item) =>
        item.TryGetValue("message", out var published) ? Earlier(item, published.S) : new(
        item[Item.SortKey].S,
        Enum.Parse<Channel>(item["channel"].S),
        new Message(item["subject"].S, item["text"].S, item["json"].S, item["chat"].S)
        {
            Kind = item["kind"].S,
            Urgency = Enum.Parse<Urgency>(item["urgency"].S),
            Headline = item["headline"].S,
            Command = item.TryGetValue("command", out var command) ? command.S : null,
        });

    // Versions before the chat topic kept what SNS takes.
    private static KeptMessage Earlier(IReadOnlyDictionary<string, AttributeValue> item, string published)
    {
        using var byProtocol = JsonDocument.Parse(published);
        var (text, json) =
            (byProtocol.RootElement.GetProperty("default").GetString() ?? "", byProtocol.RootElement.GetProperty("sqs").GetString() ?? "");
        using var told = JsonDocument.Parse(json);
        return new KeptMessage(item[Item.SortKey].S, Channel.People, new Message(item["subject"].S, text, json, "")
        {
            Kind = told.RootElement.GetProperty("kind").GetString() ?? "",
            Urgency = Urgency.Act,
            Headline = item["subject"].S,
        });
    }
}
