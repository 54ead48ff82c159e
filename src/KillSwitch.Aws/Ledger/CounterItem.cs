using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;
using KillSwitch.Core.Windows;

namespace KillSwitch.Aws.Ledger;

/// <summary>
/// How a counter is kept. All counters of one bucket that tell the same dimensions apart share a partition
/// (<c>count#START-END#account=1|principal</c>), so that they can be listed; the sort key is the whole scope.
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
    private const string Scope = "scope";

    // DynamoDB's bounds are 2,048 bytes for a partition key and 1,024 for a sort key.
    private const int LongestShape = 1_800;
    private const int LongestScope = 1_000;

    private static readonly long AtLeastKept = (long)TimeSpan.FromDays(35).TotalSeconds;
    private static readonly long AtMostKept = (long)TimeSpan.FromDays(400).TotalSeconds;

    public static Dictionary<string, AttributeValue> Key(CounterKey counter) =>
        Item.Key(Partition(counter.Bucket, ScopeText.ShapeOf(counter.Scope)), Short(counter.Scope, LongestScope));

    /// <summary>The partition of every counter of a bucket whose scopes have this shape.</summary>
    public static string Partition(Window bucket, string shape) =>
        string.Create(CultureInfo.InvariantCulture, $"count#{bucket.Start}-{bucket.End}#{Short(shape, LongestShape)}");

    public static Update Add(LedgerTable table, CounterKey counter, Usage usage)
    {
        var update = new Update
        {
            TableName = table.Name,
            Key = Key(counter),
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
                [":expires"] = Item.Number(Expiry(counter.Bucket)),
            },
        };
        return update;
    }

    /// <summary>The whole counter, whatever was there.</summary>
    public static Dictionary<string, AttributeValue> Of(CounterKey counter, Usage usage) => new(Key(counter))
    {
        [Calls] = Item.Number(usage.Calls),
        [Input] = Item.Number(usage.Tokens.InputTokens),
        [Output] = Item.Number(usage.Tokens.OutputTokens),
        [CacheRead] = Item.Number(usage.Tokens.CacheReadInputTokens),
        [CacheWrite] = Item.Number(usage.Tokens.CacheWriteInputTokens),
        [CacheWrite1h] = Item.Number(usage.Tokens.CacheWrite1hInputTokens),
        [Usd] = Item.Number(usage.Cost.Amount),
        [Scope] = Item.Text(counter.Scope),
        [Item.ExpiresAt] = Item.Number(Expiry(counter.Bucket)),
    };

    public static Usage Read(IReadOnlyDictionary<string, AttributeValue> item) => new(
        Item.Long(item, Calls),
        new TokenUsage(
            Item.Long(item, Input),
            Item.Long(item, Output),
            Item.Long(item, CacheRead),
            Item.Long(item, CacheWrite),
            Item.Long(item, CacheWrite1h)),
        new Usd(Item.Decimal(item, Usd)));

    public static string ScopeOf(IReadOnlyDictionary<string, AttributeValue> item) => item[Scope].S;

    // A trailing window is at most sixty of its buckets long: a bucket outlives every window that it is part of.
    private static long Expiry(Window bucket) => bucket.End + Math.Min((bucket.Seconds * 60) + AtLeastKept, AtMostKept);

    private static string Short(string text, int longest)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length <= longest)
            return text;
        const int kept = 400;
        return string.Concat(text.AsSpan(0, Math.Min(kept / 4, text.Length)), "#", Convert.ToHexStringLower(SHA256.HashData(bytes)));
    }
}
