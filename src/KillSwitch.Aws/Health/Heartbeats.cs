using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Health;

/// <summary>Signs of life, one item for each part of the guard.</summary>
public sealed class Heartbeats(LedgerTable table) : IHeartbeats
{
    private const string Partition = "heartbeat";
    private const int LongestText = 1000;

    public ValueTask WriteAsync(Heartbeat beat, CancellationToken cancellation)
    {
        var values = new List<(string, AttributeValue)>
        {
            ("beatAt", Item.Number(beat.At.ToUnixTimeMilliseconds())),
            ("policyVersion", Item.Number((long)beat.PolicyVersion)),
        };
        if (beat.NewestRecord is { } newest)
            values.Add(("newestRecord", Item.Number(newest.ToUnixTimeMilliseconds())));
        if (beat.DataLag is { } lag)
            values.Add(("dataLag", Item.Number((long)lag.TotalMilliseconds)));
        if (beat.EnforcementLag is { } enforcement)
            values.Add(("enforcementLag", Item.Number((long)enforcement.TotalMilliseconds)));
        if (beat is { UnpricedAt: { } at, Unpriced: { } models })
            values.AddRange([("unpricedAt", Item.Number(at.ToUnixTimeMilliseconds())), ("unpriced", Item.Text(Cut(models)))]);
        return SetAsync(beat.Part, values, cancellation);
    }

    public ValueTask FailAsync(string part, DateTimeOffset at, string failure, CancellationToken cancellation) =>
        SetAsync(part, [("failedAt", Item.Number(at.ToUnixTimeMilliseconds())), ("failure", Item.Text(Cut(failure)))], cancellation);

    public async ValueTask<IReadOnlyList<Heartbeat>> ReadAsync(CancellationToken cancellation) =>
        [.. KeptItem.Each(table, await ConsistentRead.QueryAsync(table, Partition, "", cancellation), Read)];

    private async ValueTask SetAsync(string part, List<(string Name, AttributeValue Value)> values, CancellationToken cancellation) =>
        await table.Client.UpdateItemAsync(
        new UpdateItemRequest
        {
            TableName = table.Name,
            Key = Item.Key(Partition, part),
            UpdateExpression = "SET " + string.Join(", ", values.Select(value => $"{value.Name} = :{value.Name}")),
            ExpressionAttributeValues = values.ToDictionary(value => ":" + value.Name, value => value.Value),
        },
        cancellation);

    private static Heartbeat Read(Dictionary<string, AttributeValue> item) => new(
        item[Item.SortKey].S,
        DateTimeOffset.FromUnixTimeMilliseconds(Item.Long(item, "beatAt")),
        Time(item, "newestRecord"),
        Span(item, "dataLag"),
        Span(item, "enforcementLag"),
        (int)Item.Long(item, "policyVersion"))
    {
        FailedAt = Time(item, "failedAt"),
        Failure = item.GetValueOrDefault("failure")?.S,
        UnpricedAt = Time(item, "unpricedAt"),
        Unpriced = item.GetValueOrDefault("unpriced")?.S,
    };

    private static DateTimeOffset? Time(Dictionary<string, AttributeValue> item, string name) =>
        item.ContainsKey(name) ? DateTimeOffset.FromUnixTimeMilliseconds(Item.Long(item, name)) : null;

    private static TimeSpan? Span(Dictionary<string, AttributeValue> item, string name) =>
        item.ContainsKey(name) ? TimeSpan.FromMilliseconds(Item.Long(item, name)) : null;

    private static string Cut(string text) => text.Length <= LongestText ? text : text[..LongestText];
}
