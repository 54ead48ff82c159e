using KillSwitch.Core.Money;

namespace KillSwitch.Core.Policies;

public enum TokenMeasure
{
    InputTokens,
    UncachedInputTokens,
    OutputTokens,
    Tokens,
}

/// <summary>What a rule allows; exactly one.</summary>
public abstract record Limit
{
    private Limit()
    {
    }

    public sealed record Spend(Usd Amount) : Limit;

    public sealed record CallCount(long Count) : Limit;

    public sealed record TokenCount(TokenMeasure Measure, long Count) : Limit;

    /// <summary>
    /// Breached when cache reads over input tokens are below <paramref name="Below"/> (0 to 1), once <paramref name="AfterInputTokens"/>
    /// were counted.
    /// </summary>
    public sealed record CacheHitRatio(decimal Below, long AfterInputTokens) : Limit;

    /// <summary>Breached when AWS Budgets says so, verified; <paramref name="AtPercent"/> of the budget, 1 to 100.</summary>
    public sealed record Budget(string Name, int AtPercent = 100) : Limit;
}
