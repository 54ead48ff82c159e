using System.Globalization;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;

namespace KillSwitch.Aws.Ledger;

/// <summary>
/// Until when a version that kept something otherwise may have written to the table: the first process of this one says it once for all.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="clock">The time.</param>
/// <param name="what">Is kept otherwise since.</param>
internal sealed class EarlierVersion(LedgerTable table, TimeProvider clock, string what)
{
    // A process of the version before may be at its last batch while the first of this one begins.
    private static readonly TimeSpan Overlap = TimeSpan.FromMinutes(15);

    private DateTimeOffset? _until;

    private Dictionary<string, AttributeValue> Key => Item.Key("seen", what);

    /// <summary>The beginning of time in a table that never was used. Asked once in the life of a process.</summary>
    public async ValueTask<DateTimeOffset> UntilAsync(CancellationToken cancellation)
    {
        if (_until is { } known)
            return known;
        if (await BoundAsync(cancellation) is { } kept)
            return (_until = kept).Value;
        // Where no meter has ever run, nothing was counted.
        var wasUsed = (await ConsistentRead.QueryAsync(table, "heartbeat", "meter/", cancellation)).Count > 0;
        var item = Key;
        item["second"] = Item.Number(wasUsed ? (clock.GetUtcNow() + Overlap).ToUnixTimeSeconds() : 0L);
        try
        {
            await table.Client.PutItemAsync(new PutItemRequest
            {
                TableName = table.Name,
                Item = item,
                ConditionExpression = "attribute_not_exists(pk)",
            }, cancellation);
        }
        catch (ConditionalCheckFailedException)
        {
            // Somebody else began at the same time: what they wrote holds for all.
        }

        return (_until = await BoundAsync(cancellation) ?? DateTimeOffset.UnixEpoch).Value;
    }

    /// <summary>The same for who only reads: the end of time where no process of this version has said it yet.</summary>
    public async ValueTask<DateTimeOffset> KnownUntilAsync(CancellationToken cancellation) =>
        (_until ??= await BoundAsync(cancellation)) ?? DateTimeOffset.MaxValue;

    private async Task<DateTimeOffset?> BoundAsync(CancellationToken cancellation)
    {
        var found = await table.Client.GetItemAsync(new GetItemRequest
        {
            TableName = table.Name,
            Key = Key,
            ConsistentRead = true,
        }, cancellation);
        return found.Item is { Count: > 0 } item
            && long.TryParse(item.GetValueOrDefault("second")?.N, CultureInfo.InvariantCulture, out var second)
            ? DateTimeOffset.FromUnixTimeSeconds(Math.Clamp(second, 0, clock.GetUtcNow().ToUnixTimeSeconds() + (long)Overlap.TotalSeconds))
            : null;
    }
}
