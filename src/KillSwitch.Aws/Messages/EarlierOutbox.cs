using System.Text.Json;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Notifications;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Aws.Messages;

/// <summary>
/// Where the program before kept what could not be told: an item for each channel, with the text. It is read and told, and nothing is
/// written there any more. It is here for one release: delete it with <see cref="WaitingMessages"/>' use of it and its tests.
/// </summary>
public sealed class EarlierOutbox(LedgerTable table)
{
    private const string Partition = "outbox";

    /// <summary>The oldest first.</summary>
    internal async Task<IReadOnlyList<WaitingMessage>> ListAsync(CancellationToken cancellation) =>
        [.. KeptItem.Each(table, await ConsistentRead.QueryAsync(table, Partition, "", cancellation), Read)];

    private WaitingMessage Read(IReadOnlyDictionary<string, AttributeValue> item)
    {
        var (sort, channel, message) = (item[Item.SortKey].S, Channels.People, default(Message));
        if (item.TryGetValue("message", out var published))
            message = AsPublished(item, published.S);
        else
            (channel, message) = (Enum.Parse<Channels>(item["channel"].S), AsKept(item));
        var left = new Waiting(channel, default);
        return new WaitingMessage(left, _ => message, async (_, cancellation) => await table.Client.DeleteItemAsync(
            new DeleteItemRequest { TableName = table.Name, Key = Item.Key(Partition, sort) }, cancellation));
    }

    private static Message AsKept(IReadOnlyDictionary<string, AttributeValue> item) =>
        new(item["subject"].S, item["text"].S, item["json"].S, item["chat"].S)
        {
            Kind = item["kind"].S,
            Urgency = Enum.Parse<Urgency>(item["urgency"].S),
            Headline = item["headline"].S,
            Command = item.TryGetValue("command", out var command) ? command.S : null,
        };

    // Versions before the chat topic kept what SNS takes.
    private static Message AsPublished(IReadOnlyDictionary<string, AttributeValue> item, string published)
    {
        using var byProtocol = JsonDocument.Parse(published);
        var (text, json) =
            (byProtocol.RootElement.GetProperty("default").GetString() ?? "", byProtocol.RootElement.GetProperty("sqs").GetString() ?? "");
        using var told = JsonDocument.Parse(json);
        return new Message(item["subject"].S, text, json, "")
        {
            Kind = told.RootElement.GetProperty("kind").GetString() ?? "",
            Urgency = Urgency.Act,
            Headline = item["subject"].S,
        };
    }
}
