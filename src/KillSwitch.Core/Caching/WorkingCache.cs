using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.Caching;

/// <summary>What the same input costs with a cache that works.</summary>
internal static class WorkingCache
{
    /// <param name="price">In force for the call.</param>
    /// <param name="tokens">As they were billed.</param>
    /// <param name="readable">Input tokens that come from the cache.</param>
    /// <param name="isContinued">A later call reads this prompt, so that all that is new in it has to be written.</param>
    public static CachedCall Judge(Price price, DateTimeOffset at, long calls, TokenUsage tokens, long readable, bool isContinued)
    {
        var input = tokens with { OutputTokens = 0 };
        var rest = input.TotalInputTokens - readable;
        var written = isContinued ? rest : Math.Min(input.CacheWriteInputTokens, rest);
        var working = new TokenUsage(
            InputTokens: rest - written,
            CacheReadInputTokens: readable,
            CacheWriteInputTokens: written,
            CacheWrite1hInputTokens: Math.Min(input.CacheWrite1hInputTokens, written));
        var cost = price.CostOf(input);
        // A price without a discount on reads makes nothing cheaper, and nothing dearer either.
        var lost = price.CacheRead < price.Input ? cost - price.CostOf(working) : Usd.Zero;
        return new CachedCall(at, calls, tokens, readable, cost, lost);
    }
}
