using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;

namespace KillSwitch.Aws.Health;

/// <summary>Signs of life, one item for each part of the guard.</summary>
public sealed class Heartbeats(LedgerTable table)
{
    private const string Partition = "heartbeat";

    public async ValueTask WriteAsync(Heartbeat beat, CancellationToken cancellation)
    {
        var values = new Dictionary<string, AttributeValue> { [":at"] = Item.Number(beat.At.ToUnixTimeMilliseconds()), [":policy"] = Item.Number((long)beat.PolicyVersion) };
        var sets = new List<string> { "beatAt = :at", "policyVersion = :policy" };
        if (beat.NewestRecord is { } newest)
            Set("newestRecord", newest.ToUnixTimeMilliseconds());
        if (beat.DataLag is { } lag)
            Set("dataLag", (long)lag.TotalMilliseconds);
        // The last one stays until there is another.
        if (beat.EnforcementLag is { } enforcement)
            Set("enforcementLag", (long)enforcement.TotalMilliseconds);
        await table.Client.UpdateItemAsync(
            new UpdateItemRequest
            {
                TableName = table.Name,
                Key = Item.Key(Partition, beat.Part),
                UpdateExpression = "SET " + string.Join(", ", sets),
                ExpressionAttributeValues = values,
            },
            cancellation);

        void Set(string name, long value)
        {
            sets.Add($"{name} = :{name}");
            values.Add(":" + name, Item.Number(value));
        }
    }

    public async ValueTask<IReadOnlyList<Heartbeat>> ReadAsync(CancellationToken cancellation) =>
        [.. (await ConsistentRead.QueryAsync(table, Partition, "", cancellation)).Select(Read)];

    private static Heartbeat Read(Dictionary<string, AttributeValue> item) => new(
        item[Item.SortKey].S,
        DateTimeOffset.FromUnixTimeMilliseconds(Item.Long(item, "beatAt")),
        item.ContainsKey("newestRecord") ? DateTimeOffset.FromUnixTimeMilliseconds(Item.Long(item, "newestRecord")) : null,
        Span(item, "dataLag"),
        Span(item, "enforcementLag"),
        (int)Item.Long(item, "policyVersion"));

    private static TimeSpan? Span(Dictionary<string, AttributeValue> item, string name) =>
        item.ContainsKey(name) ? TimeSpan.FromMilliseconds(Item.Long(item, name)) : null;
}
