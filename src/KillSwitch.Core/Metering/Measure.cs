using KillSwitch.Core.Policies;

namespace KillSwitch.Core.Metering;

/// <summary>Reads from a counter what a limit speaks of.</summary>
public static class Measure
{
    /// <summary>
    /// The counter in the limit's unit: dollars, calls or tokens as a whole decimal; for a cache-hit ratio 0 to 1, and 1 before the first
    /// input token.
    /// </summary>
    public static decimal Of(Limit limit, Usage usage) => limit switch
    {
        Limit.Spend => usage.Cost.Amount,
        Limit.CallCount => usage.Calls,
        Limit.TokenCount { Measure: TokenMeasure.InputTokens } => usage.Tokens.TotalInputTokens,
        Limit.TokenCount { Measure: TokenMeasure.UncachedInputTokens } => usage.Tokens.UncachedInputTokens,
        Limit.TokenCount { Measure: TokenMeasure.OutputTokens } => usage.Tokens.OutputTokens,
        Limit.TokenCount { Measure: TokenMeasure.Tokens } => usage.Tokens.TotalTokens,
        Limit.CacheHitRatio => usage.CacheHitRatio ?? 1,
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, "a budget is not counted here"),
    };

    /// <summary>The bound itself, in the same unit.</summary>
    public static decimal Bound(Limit limit) => limit switch
    {
        Limit.Spend spend => spend.Amount.Amount,
        Limit.CallCount calls => calls.Count,
        Limit.TokenCount tokens => tokens.Count,
        Limit.CacheHitRatio ratio => ratio.Below,
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, "a budget is not counted here"),
    };

    /// <summary>The unit as the policy file spells it.</summary>
    public static string Unit(Limit limit) => limit switch
    {
        Limit.Spend => "usd",
        Limit.CallCount => "calls",
        Limit.TokenCount { Measure: TokenMeasure.InputTokens } => "inputTokens",
        Limit.TokenCount { Measure: TokenMeasure.UncachedInputTokens } => "uncachedInputTokens",
        Limit.TokenCount { Measure: TokenMeasure.OutputTokens } => "outputTokens",
        Limit.TokenCount { Measure: TokenMeasure.Tokens } => "tokens",
        Limit.CacheHitRatio => "cacheHitRatio",
        Limit.Budget => "budget",
        _ => throw new ArgumentOutOfRangeException(nameof(limit), limit, "not a limit"),
    };
}
