using KillSwitch.Core.Metering;

namespace KillSwitch.Engine.Adoption;

/// <summary>What a prompt cache serves that works, of a client that asks for one.</summary>
internal static class CacheFloor
{
    /// <summary>Less of the input than this, and it does not work.</summary>
    public const decimal Floor = 0.30m;

    /// <summary>Of less input in an hour nothing can be said.</summary>
    public const long FewestTokens = 5_000_000;

    /// <summary>Asked for, and hardly served. Who never asks has none that could break.</summary>
    public static bool IsBroken(Usage usage) => usage.Tokens.TotalInputTokens >= FewestTokens
        && usage.Tokens.CacheReadInputTokens + usage.Tokens.CacheWriteInputTokens > 0 && usage.CacheHitRatio < Floor;
}
