using System.Net;
using Amazon;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Item = System.Collections.Generic.Dictionary<string, Amazon.DynamoDBv2.Model.AttributeValue>;

namespace KillSwitch.Contention.Table;

/// <summary>A client of a <see cref="ContendedTable"/>; what the ledger does not ask for is not there.</summary>
public sealed class ContendedDynamo(ContendedTable table) : AmazonDynamoDBClient(new AnonymousAWSCredentials(), RegionEndpoint.USEast1)
{
    private readonly Dictionary<string, Task> _tokens = new(StringComparer.Ordinal);

    /// <summary>How many more requests its process lives for; null for all.</summary>
    public int? Left { get; set; }

    /// <summary>Whether the request at which it dies is done.</summary>
    public bool DoesTheLast { get; init; }

    public override async Task<TransactWriteItemsResponse> TransactWriteItemsAsync(
        TransactWriteItemsRequest request, CancellationToken cancellationToken = default)
    {
        await MortallyAsync(() => TransactAsync(request));
        return new TransactWriteItemsResponse { HttpStatusCode = HttpStatusCode.OK };
    }

    public override Task<PutItemResponse> PutItemAsync(PutItemRequest request, CancellationToken cancellationToken = default) =>
        MortallyAsync(async () =>
        {
            await WriteAsync(request.Item, request.ConditionExpression, new Expressions(
                request.ExpressionAttributeNames, request.ExpressionAttributeValues), _ => request.Item);
            return new PutItemResponse();
        });

    public override Task<UpdateItemResponse> UpdateItemAsync(UpdateItemRequest request, CancellationToken cancellationToken = default) =>
        MortallyAsync(async () =>
        {
            var expressions = new Expressions(request.ExpressionAttributeNames, request.ExpressionAttributeValues);
            await WriteAsync(request.Key, request.ConditionExpression, expressions,
                before => expressions.Updated(request.UpdateExpression, request.Key, before));
            return new UpdateItemResponse();
        });

    public override Task<GetItemResponse> GetItemAsync(GetItemRequest request, CancellationToken cancellationToken = default) =>
        MortallyAsync(async () =>
        {
            await table.PlainAsync();
            lock (table.Gate)
                return new GetItemResponse { Item = table.Find(request.Key) };
        });

    /// <summary>A batch is no snapshot: some of its items are read before the others.</summary>
    public override Task<BatchGetItemResponse> BatchGetItemAsync(
        BatchGetItemRequest request, CancellationToken cancellationToken = default) => MortallyAsync(async () =>
        {
            var (name, asked) = request.RequestItems.Single();
            var early = asked.Keys.ToLookup(_ => table.Next(2) == 0);
            await table.PlainAsync(0.5);
            var found = Read(early[true]);
            await table.PlainAsync(0.5);
            found.AddRange(Read(early[false]));
            table.Tally.BatchReads++;
            return new BatchGetItemResponse { Responses = new() { [name] = found }, UnprocessedKeys = [] };

            List<Item> Read(IEnumerable<Item> keys)
            {
                lock (table.Gate)
                {
                    table.Tally.ItemsRead += keys.Count();
                    return [.. keys.Select(table.Find).OfType<Item>()];
                }
            }
        });

    public override Task<QueryResponse> QueryAsync(QueryRequest request, CancellationToken cancellationToken = default) =>
        MortallyAsync(async () =>
        {
            await table.PlainAsync();
            var values = request.ExpressionAttributeValues;
            lock (table.Gate)
            {
                return new QueryResponse
                {
                    Items = [.. table.Partition(values[":pk"].S).Where(item => IsAsked(item[ContendedTable.SortKey].S))],
                };
            }

            bool IsAsked(string sort) => values.TryGetValue(":first", out var first)
                ? string.CompareOrdinal(sort, first.S) >= 0 && string.CompareOrdinal(sort, values[":last"].S) <= 0
                : !values.TryGetValue(":sk", out var prefix) || sort.StartsWith(prefix.S, StringComparison.Ordinal);
        });

    private async Task<T> MortallyAsync<T>(Func<Task<T>> request)
    {
        var isDead = Left-- <= 0;
        if (isDead && !DoesTheLast)
            throw new DeadException();
        var answer = await request();
        return isDead ? throw new DeadException() : answer;
    }

    private async Task WriteAsync(Item key, string? condition, Expressions expressions, Func<Item?, Item> after)
    {
        await table.PlainAsync();
        lock (table.Gate)
        {
            if (table.IsHeld(key))
                throw new TransactionConflictException("Transaction is ongoing for the item");
            if (!expressions.Holds(condition, table.Find(key)))
                throw new ConditionalCheckFailedException("The conditional request failed");
            var item = after(table.Find(key));
            if (!table.TrySpend(item, ItemUnits.OfWrite(item)))
                throw new ProvisionedThroughputExceededException("The level of configured provisioned throughput was exceeded");
            table.Put(item);
            table.Written?.Invoke();
        }
    }

    private async Task<bool> TransactAsync(TransactWriteItemsRequest request)
    {
        // Whoever asks again with the same token is told what came of it.
        if (_tokens.TryGetValue(request.ClientRequestToken, out var before))
        {
            await before;
            return true;
        }

        var done = TransactOnceAsync(request);
        _tokens[request.ClientRequestToken] = done;
        try
        {
            return await done;
        }
        finally
        {
            if (!done.IsCompletedSuccessfully)
                _tokens.Remove(request.ClientRequestToken);
        }
    }

    private async Task<bool> TransactOnceAsync(TransactWriteItemsRequest request)
    {
        List<Change> changes = [.. request.TransactItems.Select(Change.Of)], held = [];
        var reasons = new List<CancellationReason>();
        lock (table.Gate)
        {
            table.Tally.Transactions++;
            foreach (var change in changes)
            {
                var code = change.Refusal(table);
                reasons.Add(new CancellationReason { Code = code ?? "None" });
                if (code is not null)
                    continue;
                table.Take(change.Key);
                held.Add(change);
            }
        }

        var isRefused = held.Count < changes.Count;
        // What a refused one has prepared is held until it is given up.
        await table.HoldAsync(isRefused ? 0.5 : 1);
        lock (table.Gate)
        {
            foreach (var change in held)
                table.LetGo(change.Key);
            if (isRefused)
            {
                table.Tally.Refused += reasons.Exists(reason => reason.Code is not ("None" or "ConditionalCheckFailed")) ? 1 : 0;
                throw new TransactionCanceledException("Transaction cancelled") { CancellationReasons = reasons };
            }

            foreach (var change in changes)
                table.Put(change.After(table.Find(change.Key)));
            table.Written?.Invoke();
        }

        return true;
    }

    /// <summary>What a test takes for the end of the process.</summary>
    public sealed class DeadException() : Exception("the process ended");

    private sealed record Change(Item Key, string? Condition, Expressions Expressions, Func<Item?, Item> After)
    {
        public static Change Of(TransactWriteItem item)
        {
            if (item.Put is { } put)
            {
                return new Change(put.Item, put.ConditionExpression,
                    new Expressions(put.ExpressionAttributeNames, put.ExpressionAttributeValues), _ => put.Item);
            }

            var update = item.Update ?? throw new NotSupportedException("an action that the ledger does not take");
            var expressions = new Expressions(update.ExpressionAttributeNames, update.ExpressionAttributeValues);
            return new Change(update.Key, update.ConditionExpression, expressions,
                before => expressions.Updated(update.UpdateExpression, update.Key, before));
        }

        /// <summary>The code of the reason why it may not be done now; null where it may.</summary>
        public string? Refusal(ContendedTable table)
        {
            if (table.IsHeld(Key))
                return "TransactionConflict";
            if (!Expressions.Holds(Condition, table.Find(Key)))
                return "ConditionalCheckFailed";
            return table.TrySpend(Key, ItemUnits.OfTransaction(After(table.Find(Key)))) ? null : "ThrottlingError";
        }
    }
}
