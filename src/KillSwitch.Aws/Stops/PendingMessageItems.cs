using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Notifications;

namespace KillSwitch.Aws.Stops;

/// <summary>Words that were decided and not told yet: an item each, written with what it tells of and deleted when it was told.</summary>
internal static class PendingMessageItems
{
    private const string Partition = "untold";
    private const string Text = "word";

    // Nobody needs to hear of it any more.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public static Dictionary<string, AttributeValue> Key(PendingMessage word) => Item.Key(Partition, word.Id);

    public static Dictionary<string, AttributeValue> Of(PendingMessage word) => new(Key(word))
    {
        [Text] = Item.Text(PendingMessageJson.Write(word)),
        [Item.ExpiresAt] = Item.Number((word.At + Kept).ToUnixTimeSeconds()),
    };

    /// <summary>Nothing where there is no word.</summary>
    public static IEnumerable<TransactWriteItem> Keep(LedgerTable table, PendingMessage? word) =>
        word is null ? [] : [new TransactWriteItem { Put = new Put { TableName = table.Name, Item = Of(word) } }];

    public static async Task<IReadOnlyList<PendingMessage>> ReadAsync(LedgerTable table, CancellationToken cancellation) =>
        [.. KeptItem.Each(table, await ConsistentRead.QueryAsync(table, Partition, "", cancellation), item =>
            PendingMessageJson.Read(item[Item.SortKey].S, item[Text].S))];
}
