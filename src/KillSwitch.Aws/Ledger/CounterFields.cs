using Amazon.DynamoDBv2.Model;
using KillSwitch.Aws.Dynamo;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;

namespace KillSwitch.Aws.Ledger;

/// <summary>
/// The attributes that hold a counter: by their names where it has the item to itself, and by the slot and a letter where many share one,
/// as an item is paid for by its size. Missing is nothing.
/// </summary>
internal static class CounterFields
{
    // Most accounts pay list price for models that have one, by calls that are told of one by one: what is after these is rare.
    private const int Common = 7;

    private static readonly (string Name, char Letter)[] Fields =
    [
        ("calls", 'c'), ("input", 'i'), ("output", 'o'), ("cacheRead", 'r'), ("cacheWrite", 'w'), ("cacheWrite1h", 'l'), ("usd", 'u'),
        ("discount", 'd'), ("unpriced", 'n'), ("estimatedInput", 'e'), ("estimatedUncached", 'f'), ("estimatedOutput", 'g'),
        ("estimatedUsd", 'h'),
    ];

    /// <summary>All that a counter may have.</summary>
    public static IEnumerable<string> Names(string slot) => Enumerable.Range(0, Fields.Length).Select(field => Name(slot, field));

    /// <summary>What is written of a usage.</summary>
    public static IEnumerable<(string Name, decimal Amount)> Amounts(string slot, Usage usage)
    {
        decimal[] amounts =
        [
            usage.Calls, usage.Tokens.InputTokens, usage.Tokens.OutputTokens, usage.Tokens.CacheReadInputTokens,
            usage.Tokens.CacheWriteInputTokens, usage.Tokens.CacheWrite1hInputTokens, usage.Cost.Amount,
            usage.Discount.Amount, usage.Unpriced.Amount, usage.Estimated.InputTokens, usage.Estimated.UncachedInputTokens,
            usage.Estimated.OutputTokens, usage.Estimated.Cost.Amount,
        ];
        for (var field = 0; field < amounts.Length; field++)
        {
            if (amounts[field] != 0 || (slot.Length == 0 && field < Common))
                yield return (Name(slot, field), amounts[field]);
        }
    }

    public static Usage Read(IReadOnlyDictionary<string, AttributeValue> item, string slot)
    {
        return new(Long(0), new TokenUsage(Long(1), Long(2), Long(3), Long(4), Long(5)), Usd(6))
        {
            Discount = Usd(7),
            Unpriced = Usd(8),
            Estimated = new Estimate(Long(9), Long(10), Long(11), Usd(12)),
        };

        long Long(int field) => Item.Long(item, Name(slot, field));

        Usd Usd(int field) => new(Item.Decimal(item, Name(slot, field)));
    }

    private static string Name(string slot, int field) => slot.Length == 0 ? Fields[field].Name : slot + Fields[field].Letter;
}
