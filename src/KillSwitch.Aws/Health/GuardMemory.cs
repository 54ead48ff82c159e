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
        new PutItemRequest { TableName = table.Name, Item = new(Item.Key(Partition, name)) { ["text"] = Item.Text(text) } }, cancellation);
}
