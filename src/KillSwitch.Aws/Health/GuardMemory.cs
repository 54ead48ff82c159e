using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Health;

/// <summary>One item a name.</summary>
public sealed class GuardMemory(LedgerTable table) : IGuardMemory
{
    private const string Partition = "memory";

    public async ValueTask<string?> RecallAsync(string name, CancellationToken cancellation)
    {
        var found = await table.Client.GetItemAsync(new GetItemRequest { TableName = table.Name, Key = Item.Key(Partition, name), ConsistentRead = true }, cancellation);
        return found.Item is { Count: > 0 } item ? item["text"].S : null;
    }

    public async ValueTask KeepAsync(string name, string text, CancellationToken cancellation) => await table.Client.PutItemAsync(
        new PutItemRequest { TableName = table.Name, Item = ItemOf(name, text) }, cancellation);

    public async ValueTask<bool> TryKeepAsync(string name, string? recalled, string text, CancellationToken cancellation)
    {
        var put = new PutItemRequest { TableName = table.Name, Item = ItemOf(name, text), ConditionExpression = "attribute_not_exists(pk)" };
        if (recalled is not null)
        {
            put.ConditionExpression = "#text = :recalled";
            put.ExpressionAttributeNames = new() { ["#text"] = "text" };
            put.ExpressionAttributeValues = new() { [":recalled"] = Item.Text(recalled) };
        }

        try
        {
            await table.Client.PutItemAsync(put, cancellation);
            return true;
        }
        catch (ConditionalCheckFailedException)
        {
            return false;
        }
    }

    private static Dictionary<string, AttributeValue> ItemOf(string name, string text) => new(Item.Key(Partition, name)) { ["text"] = Item.Text(text) };
}
