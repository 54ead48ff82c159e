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
        var found = await table.Client.GetItemAsync(new GetItemRequest
        {
            TableName = table.Name,
            Key = Item.Key(Partition, name),
            ConsistentRead = true,
        }, cancellation);
        return found.Item is { Count: > 0 } item
            ? KeptItem.Read(table, item, one => one["text"].S ?? throw new FormatException("`text` is no text"))
            : null;
    }

    public async ValueTask KeepAsync(string name, string text, CancellationToken cancellation) => await table.Client.PutItemAsync(
        new PutItemRequest { TableName = table.Name, Item = ItemOf(name, text) }, cancellation);

    public async ValueTask<bool> TryKeepAsync(string name, string? recalled, string text, CancellationToken cancellation)
    {
        var put = new PutItemRequest
        {
            TableName = table.Name,
            Item = ItemOf(name, text),
            ExpressionAttributeNames = new() { ["#text"] = "text" },
        };
        (put.ConditionExpression, put.ExpressionAttributeValues) = recalled is null
            // What has no text was recalled as nothing, and gives way like nothing.
            ? ("NOT attribute_type(#text, :string)", new Dictionary<string, AttributeValue> { [":string"] = Item.Text("S") })
            : ("#text = :recalled", new() { [":recalled"] = Item.Text(recalled) });

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

    public void Damaged(string name, string reason) => table.Damaged.Add($"{Partition}/{name}", reason);

    private static Dictionary<string, AttributeValue> ItemOf(string name, string text) => new(Item.Key(Partition, name))
    {
        ["text"] = Item.Text(text),
    };
}
