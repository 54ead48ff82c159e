using System.Globalization;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;

namespace KillSwitch.Aws.Messages;

/// <summary>Messages that could not be published, kept until they are: what was decided is never lost with the word of it.</summary>
public sealed class Outbox(LedgerTable table, TimeProvider clock)
{
    private const string Partition = "outbox";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    internal async Task KeepAsync(string subject, string message, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        await table.Client.PutItemAsync(
            new PutItemRequest
            {
                TableName = table.Name,
                Item = new(Item.Key(Partition, string.Create(CultureInfo.InvariantCulture, $"{now.UtcDateTime:O}#{Guid.NewGuid():N}")))
                {
                    ["subject"] = Item.Text(subject),
                    ["message"] = Item.Text(message),
                    [Item.ExpiresAt] = Item.Number((now + Kept).ToUnixTimeSeconds()),
                },
            },
            cancellation);
    }

    /// <summary>How many wait.</summary>
    public async Task<int> CountAsync(CancellationToken cancellation) => (await ConsistentRead.QueryAsync(table, Partition, "", cancellation)).Count;

    /// <summary>Publishes what waits, the oldest first; whatever fails, and all after it, waits on.</summary>
    internal async Task<int> SendAsync(Func<string, string, Task> publish, CancellationToken cancellation)
    {
        var sent = 0;
        foreach (var item in await ConsistentRead.QueryAsync(table, Partition, "", cancellation))
        {
            await publish(item["subject"].S, item["message"].S);
            await table.Client.DeleteItemAsync(new DeleteItemRequest { TableName = table.Name, Key = Item.Key(Partition, item[Item.SortKey].S) }, cancellation);
            sent++;
        }

        return sent;
    }
}
