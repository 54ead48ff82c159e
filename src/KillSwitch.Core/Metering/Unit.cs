namespace KillSwitch.Core.Metering;

/// <summary>What a limit bounds, and what the figures about it are in; <see cref="UnitText"/> spells it.</summary>
public enum Unit
{
    /// <summary>Dollars, as the guard counts them.</summary>
    Usd,
    Calls,
    InputTokens,
    UncachedInputTokens,
    OutputTokens,
    Tokens,

    /// <summary>0 to 1.</summary>
    CacheHitRatio,

    /// <summary>Dollars, as AWS Budgets says.</summary>
    Budget,
}
