using System.Text;
using System.Text.Json;

namespace KillSwitch.Account.Tests.Costs;

/// <summary>
/// The request units that DynamoDB charges, by the published rules: a write by each KB of the item, twice in a transaction; a
/// consistent read by each 4 KB, of an item that is not there, too. The emulator counts none. Of an item that is updated the size is
/// what all updates seen so far have written, sets grown together.
/// </summary>
internal sealed class RequestUnits
{
    private readonly Dictionary<string, Updated> _items = new(StringComparer.Ordinal);

    /// <summary>Bytes of all items that were updated, as they stand, by the first word of their key.</summary>
    public IReadOnlyDictionary<string, (long Items, long Bytes)> Stored =>
        _items.GroupBy(item => item.Key[..item.Key.IndexOfAny(['#', '|'])])
        .ToDictionary(alike => alike.Key, alike => (alike.LongCount(), alike.Sum(item => item.Value.Bytes)));

    public (long Writes, long Reads) Of(string operation, JsonElement request, JsonElement answer) => operation switch
    {
        "PutItem" => (Kilobytes(ItemSize.Of(request.GetProperty("Item"))), 0),
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
            "Put" => ItemSize.Of(action.Value.GetProperty("Item")),
            "Update" => Update(action.Value),
            _ => 0,
        };
    }

    private long Update(JsonElement update)
    {
        var key = update.GetProperty("Key");
        var name = string.Join('|', key.EnumerateObject().Select(part => part.Value.GetProperty("S").GetString()));
        var item = _items.TryGetValue(name, out var known) ? known : _items[name] = new Updated();
        item.Fixed = ItemSize.Of(key)
            + (update.TryGetProperty("ExpressionAttributeNames", out var names)
            ? names.EnumerateObject().Sum(one => Encoding.UTF8.GetByteCount(one.Value.GetString()!))
            : 0);
        var written = update.GetProperty("UpdateExpression").GetString()!;
        foreach (var value in update.GetProperty("ExpressionAttributeValues").EnumerateObject()
            .Where(value => written.Contains(value.Name, StringComparison.Ordinal)))
        {
            if (value.Value.TryGetProperty("BS", out _))
                item.Sets += ItemSize.OfValue(value.Value);
            else
                item.Fixed += ItemSize.OfValue(value.Value);
        }

        return item.Bytes;
    }

    private sealed class Updated
    {
        public long Fixed { get; set; }

        public long Sets { get; set; }

        public long Bytes => Fixed + Sets;
    }
}
