using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;

namespace KillSwitch.Aws.Ledger;

/// <summary>
/// What was counted of a request, an item each: it is written in the transaction of the counters that it guards, on the condition that it
/// is not there yet or, for a correction, that it still says what was read.
/// </summary>
internal static class RecordItem
{
    private const string Counted = "counted";
    private const string Uncounted = "uncountedAt";

    // Longer than anything is delivered again: a subscription retries for a day, a dead-letter queue keeps two weeks.
    private static readonly long Kept = (long)TimeSpan.FromDays(35).TotalSeconds;

    /// <summary>A record that is counted in several parts has an item for each.</summary>
    public static Dictionary<string, AttributeValue> Key(RecordId record, int part) =>
        Item.Key($"seen#{record.Account}#{record.Region}#{Name(record.RequestId)}", part.ToString(CultureInfo.InvariantCulture));

    /// <summary>Written unless it is there.</summary>
    public static TransactWriteItem Once(LedgerTable table, Posting posting, int part) => new()
    {
        Put = new Put { TableName = table.Name, Item = Of(posting, part), ConditionExpression = "attribute_not_exists(pk)" },
    };

    /// <summary>Written in the place of what was counted before, and of nothing else.</summary>
    /// <param name="before">What was counted.</param>
    /// <param name="after">What is to count.</param>
    /// <param name="part">Of both.</param>
    /// <param name="orMissing">Also where nothing is: under the rules of then the record had fewer parts.</param>
    public static TransactWriteItem Replace(LedgerTable table, Posting before, Posting after, int part, bool orMissing) => new()
    {
        Put = new Put
        {
            TableName = table.Name,
            Item = Of(after, part),
            ConditionExpression = orMissing ? "attribute_not_exists(pk) OR counted = :before" : "counted = :before",
            ExpressionAttributeValues = new() { [":before"] = Item.Text(Text(before)) },
        },
    };

    public static CountedRecord Read(IReadOnlyDictionary<string, AttributeValue> item)
    {
        var numbers = item[Counted].S.Split(' ');
        return new CountedRecord(
            DateTimeOffset.FromUnixTimeSeconds(Long(0)),
            new Usage(numbers.Length > 9 ? Long(9) : 1, new TokenUsage(Long(1), Long(2), Long(3), Long(4), Long(5)), Money(6))
            {
                Discount = Money(7),
                Unpriced = Money(8),
                Estimated = numbers.Length > 13 ? new Estimate(Long(10), Long(11), Long(12), Money(13)) : default,
            })
        {
            UncountedAt = item.ContainsKey(Uncounted) ? DateTimeOffset.FromUnixTimeSeconds(Item.Long(item, Uncounted)) : null,
        };

        Usd Money(int at) => at < numbers.Length
            ? new Usd(decimal.Parse(numbers[at], NumberStyles.Float, CultureInfo.InvariantCulture))
            : Usd.Zero;

        long Long(int at) => long.Parse(numbers[at], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
    }

    /// <summary>Whether an item says that this posting counts.</summary>
    public static bool Says(IReadOnlyDictionary<string, AttributeValue> item, Posting posting) =>
        item.TryGetValue(Counted, out var counted) && counted.S == Text(posting);

    private static Dictionary<string, AttributeValue> Of(Posting posting, int part)
    {
        var item = new Dictionary<string, AttributeValue>(Key(posting.Record, part))
        {
            [Counted] = Item.Text(Text(posting)),
            [Item.ExpiresAt] = Item.Number(posting.Timestamp.ToUnixTimeSeconds() + Kept),
        };
        if (posting.UncountedAt is { } at)
            item[Uncounted] = Item.Number(at.ToUnixTimeSeconds());
        return item;
    }

    private static string Text(Posting posting)
    {
        var (tokens, discount, unpriced) = (posting.Usage.Tokens, posting.Usage.Discount.Amount, posting.Usage.Unpriced.Amount);
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"{posting.Timestamp.ToUnixTimeSeconds()} {tokens.InputTokens} {tokens.OutputTokens} {tokens.CacheReadInputTokens} "
                + $"{tokens.CacheWriteInputTokens} {tokens.CacheWrite1hInputTokens} {posting.Usage.Cost.Amount}");
        // Missing is nothing, and one call.
        var estimated = posting.Usage.Estimated;
        if (estimated != default)
        {
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{text} {discount} {unpriced} {posting.Usage.Calls} {estimated.InputTokens} {estimated.UncachedInputTokens} "
                    + $"{estimated.OutputTokens} {estimated.Cost.Amount}");
        }

        if (posting.Usage.Calls != 1)
            return string.Create(CultureInfo.InvariantCulture, $"{text} {discount} {unpriced} {posting.Usage.Calls}");
        return discount == 0 && unpriced == 0 ? text : string.Create(CultureInfo.InvariantCulture, $"{text} {discount} {unpriced}");
    }

    // A caller's own id may be as long as it likes.
    private static string Name(string request) => Guid.TryParseExact(request, "D", out var guid) && guid.ToString("D") == request
        ? request
        : "x" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(request)).AsSpan(0, 16));
}
