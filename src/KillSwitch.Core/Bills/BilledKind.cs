using KillSwitch.Core.Invocations;
using KillSwitch.Core.PriceLists;

namespace KillSwitch.Core.Bills;

/// <summary>What tokens are charged as. Writes to the cache are one kind: not every record says for how long they are kept.</summary>
public enum BilledKind
{
    Input,
    Output,
    CacheRead,
    CacheWrite,
}

/// <summary>The same of what was billed and of what was metered.</summary>
internal static class BilledKinds
{
    public static IReadOnlyList<BilledKind> All { get; } = Enum.GetValues<BilledKind>();

    /// <summary>Null for what is not charged by the token.</summary>
    public static BilledKind? Of(UsageKind kind) => kind switch
    {
        UsageKind.Input => BilledKind.Input,
        UsageKind.Output => BilledKind.Output,
        UsageKind.CacheRead => BilledKind.CacheRead,
        UsageKind.CacheWrite5m or UsageKind.CacheWrite1h or UsageKind.CacheWrite30m => BilledKind.CacheWrite,
        _ => null,
    };

    /// <summary>The tokens of one kind, and none of the others.</summary>
    public static TokenUsage Only(TokenUsage tokens, BilledKind kind) => kind switch
    {
        BilledKind.Input => new TokenUsage(InputTokens: tokens.InputTokens),
        BilledKind.Output => new TokenUsage(OutputTokens: tokens.OutputTokens),
        BilledKind.CacheRead => new TokenUsage(CacheReadInputTokens: tokens.CacheReadInputTokens),
        _ => new TokenUsage(
            CacheWriteInputTokens: tokens.CacheWriteInputTokens, CacheWrite1hInputTokens: tokens.CacheWrite1hInputTokens),
    };
}
