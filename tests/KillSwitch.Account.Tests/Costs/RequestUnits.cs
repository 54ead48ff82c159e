using System.Text.Json;

namespace KillSwitch.Account.Tests.Costs;

/// <summary>
/// The request units that DynamoDB charges, by the published rules: a write by each KB of the item, twice in a transaction; a
/// consistent read by each 4 KB, of an item that is not there, too. The emulator counts none. Of an item that is updated the size is
/// what all updates seen so far have made of it.
/// </summary>
internal sealed class RequestUnits
{
    private readonly Dictionary<string, WrittenItem> _items = new(StringComparer.Ordinal);

    /// <summary>Bytes of all items that were written, as they stand, by the first word of their key.</summary>
    public IReadOnlyDictionary<string, (long Items, long Bytes)> Stored =>
        _items.GroupBy(item => item.Key[..item.Key.IndexOfAny(['#', '|'])])
        .ToDictionary(alike => alike.Key, alike => (alike.LongCount(), alike.Sum(item => item.Value.Bytes)));

    public (long Writes, long Reads) Of(string operation, JsonElement request, JsonElement answer) => operation switch
    {
        "PutItem" => (Kilobytes(Put(request)), 0),
        "UpdateItem" => (Kilobytes(Update(request)), 0),
        "DeleteItem" => (1, 0),
        "TransactWriteItems" => (request.GetProperty("TransactItems").EnumerateArray().Sum(item => 2 * Kilobytes(Write(item))), 0),
        "GetItem" => (0, FourKilobytes(answer.TryGetProperty("Item", out var item) ? ItemSize.Of(item) : 0)),
        "Query" => (0, FourKilobytes(answer.GetProperty("Items").EnumerateArray().Sum(ItemSize.Of))),
        "BatchGetItem" => (0, Batch(request, answer)),
        _ => throw new ArgumentOutOfRangeException(nameof(operation), operation, "not an operation that the guard uses"),
    };

    private static long Kilobytes(long bytes) => Math.Max(1, (bytes + 1023) / 1024);

    private static long FourKilobytes(long bytes) => Math.Max(1, (bytes + 4095) / 4096);

    private static long Batch(JsonElement request, JsonElement answer)
    {
        var asked = request.GetProperty("RequestItems").EnumerateObject().Sum(table => table.Value.GetProperty("Keys").GetArrayLength());
        var found = answer.GetProperty("Responses").EnumerateObject().SelectMany(table => table.Value.EnumerateArray()).Select(ItemSize.Of)
            .ToList();
        return asked - found.Count + found.Sum(FourKilobytes);
    }

    private long Write(JsonElement item)
    {
        var action = item.EnumerateObject().Single(action => action.Value.ValueKind == JsonValueKind.Object);
        return action.Name switch
        {
            "Put" => Put(action.Value),
            "Update" => Update(action.Value),
            _ => 0,
        };
    }

    private long Put(JsonElement put)
    {
        var item = put.GetProperty("Item");
        return (_items[NameOf(item)] = WrittenItem.Of(item)).Bytes;
    }

    private long Update(JsonElement update)
    {
        var key = update.GetProperty("Key");
        if (!_items.TryGetValue(NameOf(key), out var item))
            _items.Add(NameOf(key), item = WrittenItem.Of(key));
        var before = item.Bytes;
        item.Update(update);
        // What is paid for is the larger of both.
        return Math.Max(before, item.Bytes);
    }

    private static string NameOf(JsonElement item) =>
        $"{item.GetProperty("pk").GetProperty("S")}|{item.GetProperty("sk").GetProperty("S")}";
}
