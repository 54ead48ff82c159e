using System.Globalization;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Windows;

namespace KillSwitch.Aws.Stops;

/// <summary>
/// Remembers the trips of a trailing window, none of which may overlap another: an item for each, and one that says where the last ended.
/// A trip after all others is written at once; one among the others only while nobody adds another.
/// </summary>
internal static class TripItems
{
    private const string LastSort = "last";
    private static readonly long KeptFor = (long)TimeSpan.FromDays(400).TotalSeconds;

    /// <summary>Writes the trip on the condition that it begins after the end of every other.</summary>
    public static IEnumerable<TransactWriteItem> AddLast(LedgerTable table, OnceKey trip) =>
    [
        Entry(table, trip),
        Last(table, trip, trip.Window.End, "attribute_not_exists(lastEnd) OR lastEnd <= :start", new()
        {
            [":start"] = Item.Number(trip.Window.Start),
        }),
    ];

    /// <summary>Writes the trip on the condition that no other was added since <paramref name="trips"/> were counted.</summary>
    public static IEnumerable<TransactWriteItem> AddAmong(LedgerTable table, OnceKey trip, long trips, long lastEnd) =>
    [
        Entry(table, trip),
        Last(table, trip, Math.Max(lastEnd, trip.Window.End), "trips = :known", new() { [":known"] = Item.Number(trips) }),
    ];

    /// <summary>
    /// How many trips there are, where the last ends, and the window of the one that is the same as this; null when none is.
    /// </summary>
    public static async Task<(long Trips, long LastEnd, Window? Known)> FindAsync(
        LedgerTable table, OnceKey trip, CancellationToken cancellation)
    {
        var (trips, lastEnd, known) = (0L, 0L, (Window?)null);
        foreach (
            var entry in KeptItem.Each(table, await ConsistentRead.QueryAsync(table, trip.Partition, "", cancellation), Kept.Read))
        {
            if (entry.Start is not { } start)
                (trips, lastEnd) = (entry.Trips, entry.End);
            else if (new Window(start, entry.End) is var window && trip.Window.Overlaps(window))
                known = window;
        }

        return (trips, lastEnd, known);
    }

    /// <summary>For a window of the calendar: the trip is its window.</summary>
    public static Put Once(LedgerTable table, OnceKey trip) => new()
    {
        TableName = table.Name,
        Item = new(Item.Key(trip.Partition, Sort(trip.Window.Start)))
        {
            ["lastEnd"] = Item.Number(trip.Window.End),
            [Item.ExpiresAt] = Item.Number(trip.Window.End + KeptFor),
        },
        ConditionExpression = "attribute_not_exists(pk)",
    };

    private static TransactWriteItem Entry(LedgerTable table, OnceKey trip) => new() { Put = Once(table, trip) };

    private static TransactWriteItem Last(
        LedgerTable table, OnceKey trip, long end, string condition, Dictionary<string, AttributeValue> values) => new()
        {
            Update = new Update
            {
                TableName = table.Name,
                Key = Item.Key(trip.Partition, LastSort),
                UpdateExpression = "ADD trips :one SET lastEnd = :end, expiresAt = :expires",
                ConditionExpression = condition,
                ExpressionAttributeValues = new(values)
                {
                    [":one"] = Item.Number(1L),
                    [":end"] = Item.Number(trip.Window.End),
                    [":expires"] = Item.Number(trip.Window.End + KeptFor),
                },
            },
        };

    /// <param name="Start">Null for the item that says where the last trip ended.</param>
    private sealed record Kept(long? Start, long End, long Trips)
    {
        public static Kept Read(Dictionary<string, AttributeValue> item) => new(
            item[Item.SortKey].S == LastSort ? null : long.Parse(item[Item.SortKey].S, CultureInfo.InvariantCulture),
            Item.Long(item, "lastEnd"), Item.Long(item, "trips"));
    }

    private static string Sort(long second) => second.ToString("D12", CultureInfo.InvariantCulture);
}
