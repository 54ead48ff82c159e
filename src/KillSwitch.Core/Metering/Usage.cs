using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;

namespace KillSwitch.Core.Metering;

/// <summary>What a counter holds: additive, exact, and the same whatever the order of addition.</summary>
/// <param name="Calls">That Bedrock served.</param>
/// <param name="Tokens">By kind.</param>
/// <param name="Cost">Estimated: list price less discounts, before credits.</param>
public readonly record struct Usage(long Calls, TokenUsage Tokens, Usd Cost)
{
    /// <summary>What it would cost more at list price.</summary>
    public Usd Discount { get; init; }

    /// <summary>The part of the cost that rests on fail-safe prices.</summary>
    public Usd Unpriced { get; init; }

    /// <summary>The part of it that is estimated.</summary>
    public Estimate Estimated { get; init; }

    public Usd ListCost => Cost + Discount;

    /// <summary>More than half of the cost rests on fail-safe prices.</summary>
    public bool IsMostlyUnpriced => Unpriced.Amount * 2 > Cost.Amount;

    public static Usage operator +(Usage left, Usage right) =>
        new(left.Calls + right.Calls, left.Tokens + right.Tokens, left.Cost + right.Cost)
        {
            Discount = left.Discount + right.Discount,
            Unpriced = left.Unpriced + right.Unpriced,
            Estimated = left.Estimated + right.Estimated,
        };

    public static Usage operator -(Usage left, Usage right) =>
        new(left.Calls - right.Calls, left.Tokens - right.Tokens, left.Cost - right.Cost)
        {
            Discount = left.Discount - right.Discount,
            Unpriced = left.Unpriced - right.Unpriced,
            Estimated = left.Estimated - right.Estimated,
        };

    /// <summary>What is here and not in the other, part by part, never below zero.</summary>
    public Usage Beyond(Usage other)
    {
        var (more, tokens) = (this - other, Tokens - other.Tokens);
        return new Usage(
            Math.Max(0, more.Calls),
            new TokenUsage(
                Math.Max(0, tokens.InputTokens),
                Math.Max(0, tokens.OutputTokens),
                Math.Max(0, tokens.CacheReadInputTokens),
                Math.Max(0, tokens.CacheWriteInputTokens),
                Math.Max(0, tokens.CacheWrite1hInputTokens)),
            new Usd(Math.Max(0, more.Cost.Amount)))
        {
            Discount = new Usd(Math.Max(0, more.Discount.Amount)),
            Unpriced = new Usd(Math.Max(0, more.Unpriced.Amount)),
            Estimated = more.Estimated.AtLeastZero(),
        };
    }

    /// <summary>What is in both, part by part.</summary>
    public Usage Least(Usage other) => Beyond(Beyond(other));

    /// <summary>
    /// The same of all who share it: whatever the part of each, theirs together is exact. What the cache served nobody tells of any of
    /// them.
    /// </summary>
    public Usage Together() => this with { Estimated = new Estimate(0, Estimated.UncachedInputTokens, 0, default) };

    /// <summary>The tokens of calls of which it is told what the cache served: all but those of the mantle endpoint.</summary>
    public TokenUsage Cacheable => Tokens with { InputTokens = Tokens.InputTokens - Estimated.UncachedInputTokens };

    /// <summary>Cache reads over all input tokens of which that is told; null before the first.</summary>
    public decimal? CacheHitRatio => Cacheable.TotalInputTokens is var input and > 0 ? (decimal)Tokens.CacheReadInputTokens / input : null;
}
