using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Audit;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Stops;

/// <summary>
/// Stops on DynamoDB. Open ones lie in one partition and are listed; what is over lies in another. Every change is one transaction
/// on the revision that was read, and carries its line of the audit.
/// </summary>
/// <param name="table">Where.</param>
/// <param name="clock">When a change is made.</param>
public sealed class DynamoStopStore(LedgerTable table, TimeProvider clock) : IStopStore
{
    private const string OpenPartition = "stop#open";
    private const string ClosedPartition = "stop#closed";
    private const string Opening = "open";
    private static readonly TimeSpan Kept = TimeSpan.FromDays(400);

    private readonly MetTrips _met = new();

    public async ValueTask<OpenResult> TryOpenAsync(Stop stop, AutomaticBound? bound, PendingMessage? word, CancellationToken cancellation)
    {
        // One that a person makes is of no trip: its id alone says whether it was written.
        if (stop.Trip is not { } opening)
            return await OpenAsync(stop, bound, word, [], cancellation) ?? OpenResult.Known;
        var trip = OnceKey.Of(opening, Opening);
        if (_met.Contains(trip))
            return OpenResult.Known;
        var result = await OpenAsync(stop, bound, word, trip.IsRolling ? TripItems.AddLast(table, trip) : [], cancellation);
        var written = trip;
        while (result is null)
        {
            var (trips, lastEnd, known) = await TripItems.FindAsync(table, trip, cancellation);
            if (known is { } window)
                (result, written) = (OpenResult.Known, trip with { Window = window });
            else
                result = await OpenAsync(stop, bound, word, TripItems.AddAmong(table, trip, trips, lastEnd), cancellation);
        }

        if (result != OpenResult.OverBound)
            _met.Add(written);
        return result.Value;
    }

    public async ValueTask<bool> TryTellAsync(NoticeKey notice, PendingMessage? word, CancellationToken cancellation)
    {
        var key = OnceKey.Of(notice);
        if (_met.Contains(key))
            return false;
        var earlier = key.IsRolling ? await TryTellRollingAsync(key, word, cancellation) : await TryPutAsync(key, word, cancellation);
        _met.Add(key with { Window = earlier ?? key.Window });
        return earlier is null;
    }

    public async ValueTask<bool> IsKnownAsync(TripKey trip, CancellationToken cancellation) => trip.IsRolling
        ? (await TripItems.FindAsync(table, OnceKey.Of(trip, Opening), cancellation)).Known is not null
        : await FindAsync(trip.StopId(), cancellation) is not null;

    public async ValueTask<Stop?> FindAsync(string stopId, CancellationToken cancellation)
    {
        var found =
            await ConsistentRead.GetAsync(table, [Item.Key(OpenPartition, stopId), Item.Key(ClosedPartition, stopId)], cancellation);
        return KeptItem.Each(table, found, Read).FirstOrDefault();
    }

    public async ValueTask<bool> TryAdvanceAsync(Stop known, Stop next, PendingMessage? word, CancellationToken cancellation)
    {
        if (next.Revision != known.Revision + 1)
            throw new ArgumentException("a change makes the next revision", nameof(next));
        var isOver = IsOver(next);
        var audit = AuditEntry.Of(next, clock.GetUtcNow()).Put(table);
        List<TransactWriteItem> items = isOver
            ? [
                new()
                {
                    Delete = new Delete
                    {
                        TableName = table.Name,
                        Key = Item.Key(OpenPartition, known.Id),
                        ConditionExpression = "revision = :known",
                        ExpressionAttributeValues = Known(),
                    },
                },
                new() { Put = PutOf(next, ClosedPartition, "attribute_not_exists(pk)", null) },
                audit,
            ]
            : [new() { Put = PutOf(next, OpenPartition, "revision = :known", Known()) }, audit];
        items.AddRange(PendingMessageItems.Keep(table, word));
        return (await Transaction.WriteAsync(table, items, cancellation)).Count == 0;

        Dictionary<string, AttributeValue> Known() => new() { [":known"] = Item.Number((long)known.Revision) };
    }

    public async ValueTask<IReadOnlyList<Stop>> OpenAsync(CancellationToken cancellation) =>
        [.. KeptItem.Each(table, await ConsistentRead.QueryAsync(table, OpenPartition, "", cancellation), Read).OrderBy(stop => stop.At)
            .ThenBy(stop => stop.Id, StringComparer.Ordinal)];

    public async ValueTask KeepAsync(PendingMessage word, CancellationToken cancellation) =>
        await table.Client.PutItemAsync(new PutItemRequest { TableName = table.Name, Item = PendingMessageItems.Of(word) }, cancellation);

    public async ValueTask<IReadOnlyList<PendingMessage>> PendingAsync(CancellationToken cancellation) =>
        await PendingMessageItems.ReadAsync(table, cancellation);

    public async ValueTask ToldAsync(PendingMessage word, CancellationToken cancellation) =>
        await table.Client.DeleteItemAsync(new DeleteItemRequest
        {
            TableName = table.Name,
            Key = PendingMessageItems.Key(word),
        }, cancellation);

    /// <summary>Stops that are over, the latest first.</summary>
    public async ValueTask<IReadOnlyList<Stop>> ClosedAsync(CancellationToken cancellation) =>
        [.. KeptItem.Each(table, await ConsistentRead.QueryAsync(table, ClosedPartition, "", cancellation), Read)
            .OrderByDescending(stop => stop.At).ThenBy(stop => stop.Id, StringComparer.Ordinal)];

    /// <summary>Null where another trip, early or late, stands in the way of writing this one last.</summary>
    private async Task<OpenResult?> OpenAsync(
        Stop stop, AutomaticBound? bound, PendingMessage? word, IEnumerable<TransactWriteItem> trip, CancellationToken cancellation)
    {
        List<TransactWriteItem> items =
        [
            new() { Put = PutOf(stop, OpenPartition, "attribute_not_exists(pk)", null) },
            new()
            {
                ConditionCheck = new ConditionCheck
                {
                    TableName = table.Name,
                    Key = Item.Key(ClosedPartition, stop.Id),
                    ConditionExpression = "attribute_not_exists(pk)",
                },
            },
            AuditEntry.Of(stop, clock.GetUtcNow()).Put(table),
            .. PendingMessageItems.Keep(table, word),
        ];
        var firstOfBound = items.Count;
        if (bound is not null)
            items.AddRange(BoundItems.Take(table, bound));
        var firstOfTrip = items.Count;
        items.AddRange(trip);

        var refused = await Transaction.WriteAsync(table, items, cancellation);
        if (refused.Count == 0)
            return OpenResult.Opened;
        if (refused.Any(position => position < 2))
            return OpenResult.Known;
        if (refused.Any(position => position >= firstOfTrip))
            return null;
        // It takes up nothing that is not taken up already.
        return bound is not null && refused.Contains(firstOfBound)
            ? await OpenAsync(stop, bound: null, word, trip, cancellation)
            : OpenResult.OverBound;
    }

    /// <summary>Null when it was written now; else the window that was told of before.</summary>
    private async Task<Window?> TryTellRollingAsync(OnceKey key, PendingMessage? word, CancellationToken cancellation)
    {
        var refused = await Transaction.WriteAsync(
            table, [.. TripItems.AddLast(table, key), .. PendingMessageItems.Keep(table, word)], cancellation);
        while (refused.Count > 0)
        {
            var (trips, lastEnd, known) = await TripItems.FindAsync(table, key, cancellation);
            if (known is not null)
                return known;
            refused = await Transaction.WriteAsync(
                table, [.. TripItems.AddAmong(table, key, trips, lastEnd), .. PendingMessageItems.Keep(table, word)], cancellation);
        }

        return null;
    }

    // A transaction even for one item: under its token an attempt whose answer was lost is not taken for somebody else's.
    private async Task<Window?> TryPutAsync(OnceKey key, PendingMessage? word, CancellationToken cancellation)
    {
        List<TransactWriteItem> items = [new() { Put = TripItems.Once(table, key) }, .. PendingMessageItems.Keep(table, word)];
        return (await Transaction.WriteAsync(table, items, cancellation)).Count == 0 ? null : key.Window;
    }

    private Put PutOf(Stop stop, string partition, string condition, Dictionary<string, AttributeValue>? values)
    {
        var item = new Dictionary<string, AttributeValue>(Item.Key(partition, stop.Id))
        {
            ["revision"] = Item.Number((long)stop.Revision),
            ["stop"] = Item.Text(StopJson.Write(stop)),
        };
        if (IsOver(stop))
            item.Add(Item.ExpiresAt, Item.Number((clock.GetUtcNow() + Kept).ToUnixTimeSeconds()));
        return new Put { TableName = table.Name, Item = item, ConditionExpression = condition, ExpressionAttributeValues = values };
    }

    private static bool IsOver(Stop stop) => stop.State is StopState.Released or StopState.Rejected;

    private static Stop Read(Dictionary<string, AttributeValue> item) =>
        StopJson.Read(item["stop"].S) is var stop && stop.Id == item[Item.SortKey].S
        ? stop
        : throw new FormatException($"it says that it is `{stop.Id}`");
}
