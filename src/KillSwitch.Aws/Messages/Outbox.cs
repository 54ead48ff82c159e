using System.Globalization;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Engine.Messages;

namespace KillSwitch.Aws.Messages;

/// <summary>
/// Messages that could not be published, or are to be told together, kept until they are: what was decided is never lost with the word of
/// it.
/// </summary>
public sealed class Outbox(LedgerTable table, TimeProvider clock)
{
    private const string Partition = "outbox";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    // Two of one moment keep their order.
    private int _count;

    internal async Task KeepAsync(Channel channel, Message message, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var item = new Dictionary<string, AttributeValue>(KeptMessage.Attributes(channel, message))
        {
            [Item.ExpiresAt] = Item.Number((now + Kept).ToUnixTimeSeconds()),
        };
        foreach (var (name, value) in Item.Key(
            Partition, string.Create(
            CultureInfo.InvariantCulture, $"{now.UtcDateTime:O}#{Interlocked.Increment(ref _count):000000}#{Guid.NewGuid():N}")))
        {
            item[name] = value;
        }

        await table.Client.PutItemAsync(new PutItemRequest { TableName = table.Name, Item = item }, cancellation);
    }

    /// <summary>How many wait for people; what a chat channel waits for is the same said again.</summary>
    public async Task<int> CountAsync(CancellationToken cancellation) =>
        (await ListAsync(cancellation)).Count(kept => kept.Channel == Channel.People);

    /// <summary>What waits, the oldest first.</summary>
    internal async Task<IReadOnlyList<KeptMessage>> ListAsync(CancellationToken cancellation) =>
        [.. KeptItem.Each(table, await ConsistentRead.QueryAsync(table, Partition, "", cancellation), KeptMessage.Read)];

    internal async Task RemoveAsync(KeptMessage kept, CancellationToken cancellation) =>
        await table.Client.DeleteItemAsync(new DeleteItemRequest
        {
            TableName = table.Name,
            Key = Item.Key(Partition, kept.SortKey),
        }, cancellation);
}
