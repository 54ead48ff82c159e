using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Windows;

namespace KillSwitch.Aws.Ledger;

/// <summary>
/// How a counter is kept. Counters whose buckets begin on one day (UTC) and that tell the same dimensions apart share a partition
/// (<c>count#DAY#account=1|principal</c>); the sort key is <c>SECONDS#START#</c> and the whole scope, so that a day of hours is listed
/// by one request. A counter that many write at once has further shards, in partitions of their own (<c>count#DAY#…##2</c>): its total is
/// their sum, and the first says how many there are.
/// </summary>
internal static class CounterItem
{
    private const string Calls = "calls";
    private const string Input = "input";
    private const string Output = "output";
    private const string CacheRead = "cacheRead";
    private const string CacheWrite = "cacheWrite";
    private const string CacheWrite1h = "cacheWrite1h";
    private const string Usd = "usd";
    private const string Discount = "discount";
    private const string Unpriced = "unpriced";
    private const string EstimatedInput = "estimatedInput";
    private const string EstimatedUncached = "estimatedUncached";
    private const string EstimatedOutput = "estimatedOutput";
    private const string EstimatedUsd = "estimatedUsd";
    private const string Scope = "scope";
    private const string Shards = "shards";
    private const string OpenUntil = "openUntil";
    private const long SecondsADay = 86_400;
    private const long SecondsAnHour = 3_600;
    private static readonly long MostSeconds = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
    // The character that follows the separator.
    private const char After = '$';

    /// <summary>Of a counter; a power of two.</summary>
    public const int MostShards = 32;

    // DynamoDB's bounds are 2,048 bytes for a partition key and 1,024 for a sort key.
    private const int LongestShape = 1_800;
    private const int LongestScope = 1_000;

    private static readonly long AtLeastKept = (long)TimeSpan.FromDays(35).TotalSeconds;
    private static readonly long AtMostKept = (long)TimeSpan.FromDays(400).TotalSeconds;

    /// <param name="shard">0 for the first, and of most counters the only one.</param>
    public static Dictionary<string, AttributeValue> Key(CounterKey counter, int shard = 0) =>
        Item.Key(Partition(Day(counter.Bucket), ScopeText.ShapeOf(counter.Scope), shard), Sort(counter.Bucket) + "#"
            + Short(counter.Scope, LongestScope));

    /// <summary>Where the counters of these buckets are whose scopes have this shape; others may be among them.</summary>
    public static IEnumerable<KeyRange> Ranges(IEnumerable<Window> buckets, string shape) => buckets
        .GroupBy(bucket => (Day(bucket), bucket.Seconds))
        .Select(alike => new KeyRange(
            Partition(alike.Key.Item1, shape, shard: 0),
            Sort(alike.MinBy(bucket => bucket.Start)) + "#",
            Sort(alike.MaxBy(bucket => bucket.Start)) + After));

    /// <summary>The same range of the counters' further shards.</summary>
    public static KeyRange InShard(KeyRange range, int shard) => range with { Partition = range.Partition + Further(shard) };

    public static Update Add(LedgerTable table, CounterKey counter, Usage usage, int shard = 0)
    {
        var update = new Update
        {
            TableName = table.Name,
            Key = Key(counter, shard),
            UpdateExpression = "ADD #calls :calls, #input :input, #output :output, #read :read, #write :write, #write1h :write1h, #usd :usd"
                + " SET #scope = :scope, #expires = :expires",
            ExpressionAttributeNames = new()
            {
                ["#calls"] = Calls,
                ["#input"] = Input,
                ["#output"] = Output,
                ["#read"] = CacheRead,
                ["#write"] = CacheWrite,
                ["#write1h"] = CacheWrite1h,
                ["#usd"] = Usd,
                ["#scope"] = Scope,
                ["#expires"] = Item.ExpiresAt,
            },
            ExpressionAttributeValues = new()
            {
                [":calls"] = Item.Number(usage.Calls),
                [":input"] = Item.Number(usage.Tokens.InputTokens),
                [":output"] = Item.Number(usage.Tokens.OutputTokens),
                [":read"] = Item.Number(usage.Tokens.CacheReadInputTokens),
                [":write"] = Item.Number(usage.Tokens.CacheWriteInputTokens),
                [":write1h"] = Item.Number(usage.Tokens.CacheWrite1hInputTokens),
                [":usd"] = Item.Number(usage.Cost.Amount),
                [":scope"] = Item.Text(counter.Scope),
                [":expires"] = Item.Number(Expiry(counter)),
            },
        };
        foreach (var (name, amount) in Rare(usage))
        {
            update.UpdateExpression = update.UpdateExpression.Replace(" SET ", $", #{name} :{name} SET ", StringComparison.Ordinal);
            update.ExpressionAttributeNames["#" + name] = name;
            update.ExpressionAttributeValues[":" + name] = Item.Number(amount);
        }

        return update;
    }

    /// <summary>Makes it as many shards, where it has fewer.</summary>
    public static UpdateItemRequest Raise(LedgerTable table, CounterKey counter, int shards) => new()
    {
        TableName = table.Name,
        Key = Key(counter),
        UpdateExpression = "SET #shards = :shards, #scope = :scope, #expires = :expires",
        ConditionExpression = "attribute_not_exists(#shards) OR #shards < :shards",
        ExpressionAttributeNames = new() { ["#shards"] = Shards, ["#scope"] = Scope, ["#expires"] = Item.ExpiresAt },
        ExpressionAttributeValues = new()
        {
            [":shards"] = Item.Number((long)shards),
            [":scope"] = Item.Text(counter.Scope),
            [":expires"] = Item.Number(Expiry(counter)),
        },
    };

    /// <summary>Makes it as many shards, where it has no more, and says that they are added to again up to a moment.</summary>
    public static UpdateItemRequest Reopen(LedgerTable table, CounterKey counter, int shards, DateTimeOffset until)
    {
        var request = Raise(table, counter, shards);
        request.UpdateExpression += ", #open = :open";
        request.ConditionExpression = "attribute_not_exists(#shards) OR #shards < :more";
        request.ExpressionAttributeNames["#open"] = OpenUntil;
        request.ExpressionAttributeValues[":open"] = Item.Number(until.ToUnixTimeSeconds());
        request.ExpressionAttributeValues[":more"] = Item.Number(shards + 1L);
        return request;
    }

    /// <summary>Up to when the further shards may be added to again, though the bucket is over; the beginning of time for never.</summary>
    public static DateTimeOffset OpenUntilOf(IReadOnlyDictionary<string, AttributeValue> item) =>
        long.TryParse(item.GetValueOrDefault(OpenUntil)?.N, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
            ? DateTimeOffset.FromUnixTimeSeconds(Math.Min(second, MostSeconds))
            : DateTimeOffset.UnixEpoch;

    /// <summary>How many shards the counter has of which this is the first; what is no such number is one.</summary>
    public static int ShardsOf(IReadOnlyDictionary<string, AttributeValue> item) =>
        int.TryParse(item.GetValueOrDefault(Shards)?.N, NumberStyles.None, CultureInfo.InvariantCulture, out var shards)
            ? Math.Clamp(shards, 1, MostShards)
            : 1;

    /// <summary>The whole counter, whatever was there.</summary>
    public static Dictionary<string, AttributeValue> Of(CounterKey counter, Usage usage)
    {
        var item = Common(counter, usage);
        foreach (var (name, amount) in Rare(usage))
            item[name] = Item.Number(amount);
        return item;
    }

    private static Dictionary<string, AttributeValue> Common(CounterKey counter, Usage usage) => new(Key(counter))
    {
        [Calls] = Item.Number(usage.Calls),
        [Input] = Item.Number(usage.Tokens.InputTokens),
        [Output] = Item.Number(usage.Tokens.OutputTokens),
        [CacheRead] = Item.Number(usage.Tokens.CacheReadInputTokens),
        [CacheWrite] = Item.Number(usage.Tokens.CacheWriteInputTokens),
        [CacheWrite1h] = Item.Number(usage.Tokens.CacheWrite1hInputTokens),
        [Usd] = Item.Number(usage.Cost.Amount),
        [Scope] = Item.Text(counter.Scope),
        [Item.ExpiresAt] = Item.Number(Expiry(counter)),
    };

    public static Usage Read(IReadOnlyDictionary<string, AttributeValue> item) => new(
        Item.Long(item, Calls),
        new TokenUsage(
            Item.Long(item, Input),
            Item.Long(item, Output),
            Item.Long(item, CacheRead),
            Item.Long(item, CacheWrite),
            Item.Long(item, CacheWrite1h)),
        new Usd(Item.Decimal(item, Usd)))
    {
        Discount = new Usd(Item.Decimal(item, Discount)),
        Unpriced = new Usd(Item.Decimal(item, Unpriced)),
        Estimated = new Estimate(
            Item.Long(item, EstimatedInput), Item.Long(item, EstimatedUncached), Item.Long(item, EstimatedOutput),
            new Usd(Item.Decimal(item, EstimatedUsd))),
    };

    // Missing is nothing: most accounts pay list price for models that have one, by calls that are told of one by one.
    private static IEnumerable<(string Name, decimal Amount)> Rare(Usage usage) => new[]
    {
        (Discount, usage.Discount.Amount),
        (Unpriced, usage.Unpriced.Amount),
        (EstimatedInput, usage.Estimated.InputTokens),
        (EstimatedUncached, usage.Estimated.UncachedInputTokens),
        (EstimatedOutput, usage.Estimated.OutputTokens),
        (EstimatedUsd, usage.Estimated.Cost.Amount),
    }.Where(part => part.Item2 != 0);

    public static CounterKey KeyOf(IReadOnlyDictionary<string, AttributeValue> item)
    {
        var sort = item[Item.SortKey].S.Split('#', 3);
        var start = long.Parse(sort[1], CultureInfo.InvariantCulture);
        return new CounterKey(item[Scope].S, new Window(start, start + long.Parse(sort[0], CultureInfo.InvariantCulture)));
    }

    private static long Day(Window bucket) => bucket.Start / SecondsADay;

    private static string Partition(long day, string shape, int shard) =>
        string.Create(CultureInfo.InvariantCulture, $"count#{day}#{Short(shape, LongestShape)}{Further(shard)}");

    // No shape ends so: it ends in the name of a dimension, or in patterns, and in neither is a separator doubled.
    private static string Further(int shard) => shard == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"##{shard}");

    private static string Sort(Window bucket) => string.Create(CultureInfo.InvariantCulture, $"{bucket.Seconds}#{bucket.Start}");

    // A trailing window is at most sixty of its buckets long: a bucket outlives every window that it is part of. What usage shows is kept
    // longer.
    private static long Expiry(CounterKey counter)
    {
        var bucket = counter.Bucket;
        var needed = Math.Min((bucket.Seconds * 60) + AtLeastKept, AtMostKept);
        return bucket.End + (bucket.Seconds == SecondsAnHour
            ? Math.Max(needed, (long)UsageView.Kept(counter.Scope).TotalSeconds)
            : needed);
    }

    private static string Short(string text, int longest)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= longest)
            return text;
        const int kept = 400;
        return string.Concat(text.AsSpan(0, Math.Min(kept / 4, text.Length)), "#", Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
