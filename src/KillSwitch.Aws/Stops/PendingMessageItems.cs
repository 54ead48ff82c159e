using System.Globalization;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Notifications;

namespace KillSwitch.Aws.Stops;

/// <summary>
/// Words that were decided and not told to everyone yet: an item each, written with what it tells of and deleted when it was told. One that
/// waits says for which channels, and for which owners' topics; a program that does not know that tells it to all.
/// </summary>
internal static class PendingMessageItems
{
    private const string Partition = "untold";
    private const string Text = "word";
    private const string Waits = "waits";
    private const string Since = "since";
    private const string Owners = "owners";

    // Nobody needs to hear of it any more.
    private static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    public static Dictionary<string, AttributeValue> Key(PendingMessage word) => Item.Key(Partition, word.Id);

    public static Dictionary<string, AttributeValue> Of(PendingMessage word)
    {
        var item = new Dictionary<string, AttributeValue>(Key(word))
        {
            [Text] = Item.Text(PendingMessageJson.Write(word)),
            [Item.ExpiresAt] = Item.Number(((word.Waiting?.Since ?? word.At) + Kept).ToUnixTimeSeconds()),
        };
        if (word.Waiting is { } waiting)
        {
            if (waiting.For != Channels.None)
                item[Waits] = Item.Text(waiting.For.ToString());
            if (waiting.Topics.Count > 0)
                item[Owners] = Item.Text(string.Join(',', waiting.Topics));
            item[Since] = Item.Text(waiting.Since.ToString("O", CultureInfo.InvariantCulture));
        }

        return item;
    }

    /// <summary>Nothing where there is no word.</summary>
    public static IEnumerable<TransactWriteItem> Keep(LedgerTable table, PendingMessage? word) =>
        word is null ? [] : [new TransactWriteItem { Put = new Put { TableName = table.Name, Item = Of(word) } }];

    public static async Task<IReadOnlyList<PendingMessage>> ReadAsync(LedgerTable table, CancellationToken cancellation) =>
        [.. KeptItem.Each(table, await ConsistentRead.QueryAsync(table, Partition, "", cancellation), Read)];

    private static PendingMessage Read(Dictionary<string, AttributeValue> item) =>
        PendingMessageJson.Read(item[Item.SortKey].S, item[Text].S) with
        {
            Waiting = item.ContainsKey(Waits) || item.ContainsKey(Owners)
                ? new Waiting(
                    item.TryGetValue(Waits, out var waits) ? ReadChannels(waits.S) : Channels.None,
                    DateTimeOffset.Parse(item[Since].S, CultureInfo.InvariantCulture))
                {
                    Topics = item.TryGetValue(Owners, out var owners) ? owners.S.Split(',') : [],
                }
                : null,
        };

    // One that waited for nobody would be told by nobody.
    private static Channels ReadChannels(string text) =>
        Enum.Parse<Channels>(text) is var channels and (Channels.People or Channels.Chat or (Channels.People | Channels.Chat))
            ? channels
            : throw new FormatException($"`{text}` is no channel");
}
