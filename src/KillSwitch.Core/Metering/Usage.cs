using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;

namespace KillSwitch.Core.Metering;

/// <summary>What a counter holds: additive, exact, and the same whatever the order of addition.</summary>
public readonly record struct Usage(long Calls, TokenUsage Tokens, Usd Cost)
{
    public static Usage operator +(Usage left, Usage right) =>
        new(left.Calls + right.Calls, left.Tokens + right.Tokens, left.Cost + right.Cost);

    public static Usage operator -(Usage left, Usage right) =>
        new(left.Calls - right.Calls, left.Tokens - right.Tokens, left.Cost - right.Cost);

    /// <summary>Cache reads over all input tokens; null before the first input token.</summary>
    public decimal? CacheHitRatio => Tokens.TotalInputTokens == 0 ? null : (decimal)Tokens.CacheReadInputTokens / Tokens.TotalInputTokens;
}
