using Amazon.DynamoDBv2.Model;

namespace KillSwitch.Aws.Dynamo;

/// <summary>Strongly consistent reads: whoever wrote last has been read.</summary>
internal static class ConsistentRead
{
    private const int KeysPerRequest = 100;

    // Of a call: more would wait for one another in the process, with its part of a processor, and nothing would be there sooner.
    private const int MostAtOnce = 16;

    /// <summary>The items that exist, in no order. Keys must differ.</summary>
    public static async Task<IReadOnlyList<Dictionary<string, AttributeValue>>> GetAsync(
        LedgerTable table, IReadOnlyList<Dictionary<string, AttributeValue>> keys, CancellationToken cancellation)
    {
        if (keys.Count == 0)
            return [];
        Dictionary<string, AttributeValue>[][] chunks = [.. keys.Chunk(KeysPerRequest)];
        var pages = new IReadOnlyList<Dictionary<string, AttributeValue>>[chunks.Length];
        await SideBySide.RunAsync(chunks.Length, MostAtOnce, async i => pages[i] = await GetChunkAsync(table, chunks[i], cancellation));
        return [.. pages.SelectMany(page => page)];
    }

    /// <summary>Every item of a partition whose sort key starts so, in the order of the sort key.</summary>
    public static Task<IReadOnlyList<Dictionary<string, AttributeValue>>> QueryAsync(
        LedgerTable table, string partition, string sortPrefix, CancellationToken cancellation)
    {
        var request = Query(table, partition, sortPrefix.Length == 0 ? "" : " AND begins_with(sk, :sk)");
        if (sortPrefix.Length > 0)
            request.ExpressionAttributeValues.Add(":sk", Item.Text(sortPrefix));
        return PagesAsync(table, request, cancellation);
    }

    /// <summary>Every item of a range, in the order of the sort key.</summary>
    public static Task<IReadOnlyList<Dictionary<string, AttributeValue>>> QueryAsync(
        LedgerTable table, KeyRange range, CancellationToken cancellation)
    {
        var request = Query(table, range.Partition, " AND sk BETWEEN :first AND :last");
        request.ExpressionAttributeValues.Add(":first", Item.Text(range.First));
        request.ExpressionAttributeValues.Add(":last", Item.Text(range.Last));
        return PagesAsync(table, request, cancellation);
    }

    private static QueryRequest Query(LedgerTable table, string partition, string condition) => new()
    {
        TableName = table.Name,
        ConsistentRead = true,
        KeyConditionExpression = "pk = :pk" + condition,
        ExpressionAttributeValues = new() { [":pk"] = Item.Text(partition) },
    };

    private static async Task<IReadOnlyList<Dictionary<string, AttributeValue>>> PagesAsync(
        LedgerTable table, QueryRequest request, CancellationToken cancellation)
    {
        var items = new List<Dictionary<string, AttributeValue>>();
        do
        {
            var page = await table.Client.QueryAsync(request, cancellation);
            items.AddRange(page.Items ?? []);
            request.ExclusiveStartKey = page.LastEvaluatedKey;
        }
        while (request.ExclusiveStartKey is { Count: > 0 });
        return items;
    }

    private static async Task<IReadOnlyList<Dictionary<string, AttributeValue>>> GetChunkAsync(
        LedgerTable table, Dictionary<string, AttributeValue>[] keys, CancellationToken cancellation)
    {
        var items = new List<Dictionary<string, AttributeValue>>(keys.Length);
        var asked = new Dictionary<string, KeysAndAttributes> { [table.Name] = new() { ConsistentRead = true, Keys = [.. keys] } };
        for (var attempt = 1; asked.Count > 0; attempt++)
        {
            var answer = await table.Client.BatchGetItemAsync(new BatchGetItemRequest { RequestItems = asked }, cancellation);
            if (answer.Responses is not null && answer.Responses.TryGetValue(table.Name, out var found))
                items.AddRange(found);
            asked = answer.UnprocessedKeys ?? [];
            if (asked.Count > 0)
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(1_000, 10 * (1 << Math.Min(attempt, 7)))), table.Clock, cancellation);
        }

        return items;
    }
}
