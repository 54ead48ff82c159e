namespace KillSwitch.Core.Invocations;

/// <summary>
/// Tokens by kind, disjoint, as Bedrock bills them. <c>InputTokens</c> excludes cached ones
/// (Bedrock's <c>inputTokenCount</c>; a vendor that includes them is normalised by the reader).
/// </summary>
/// <param name="InputTokens">Input tokens neither read from nor written to the cache.</param>
/// <param name="OutputTokens">Output tokens.</param>
/// <param name="CacheReadInputTokens">Input tokens served from the cache.</param>
/// <param name="CacheWriteInputTokens">Input tokens written to the cache, all lifetimes.</param>
/// <param name="CacheWrite1hInputTokens">The part of the cache writes that was written for one hour; the rest lives five minutes.</param>
public readonly record struct TokenUsage(
    long InputTokens = 0,
    long OutputTokens = 0,
    long CacheReadInputTokens = 0,
    long CacheWriteInputTokens = 0,
    long CacheWrite1hInputTokens = 0)
{
    /// <summary>The policy's <c>inputTokens</c>: input, cache reads and cache writes.</summary>
    public long TotalInputTokens => InputTokens + CacheReadInputTokens + CacheWriteInputTokens;

    /// <summary>The policy's <c>uncachedInputTokens</c>: every input token that the cache did not serve.</summary>
    public long UncachedInputTokens => InputTokens + CacheWriteInputTokens;

    /// <summary>The policy's <c>tokens</c>: all input and output.</summary>
    public long TotalTokens => TotalInputTokens + OutputTokens;

    public long CacheWrite5mInputTokens => CacheWriteInputTokens - CacheWrite1hInputTokens;

    public static TokenUsage operator +(TokenUsage left, TokenUsage right) => new(
        left.InputTokens + right.InputTokens,
        left.OutputTokens + right.OutputTokens,
        left.CacheReadInputTokens + right.CacheReadInputTokens,
        left.CacheWriteInputTokens + right.CacheWriteInputTokens,
        left.CacheWrite1hInputTokens + right.CacheWrite1hInputTokens);

    public static TokenUsage operator -(TokenUsage left, TokenUsage right) => new(
        left.InputTokens - right.InputTokens,
        left.OutputTokens - right.OutputTokens,
        left.CacheReadInputTokens - right.CacheReadInputTokens,
        left.CacheWriteInputTokens - right.CacheWriteInputTokens,
        left.CacheWrite1hInputTokens - right.CacheWrite1hInputTokens);
}
