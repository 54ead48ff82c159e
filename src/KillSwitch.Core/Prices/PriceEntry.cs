using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Prices;

/// <summary>Which calls a price is for.</summary>
public enum PriceScope
{
    /// <summary>Regional and global alike.</summary>
    Any,

    Regional,

    Global,
}

/// <summary>
/// One line of a price list, in US dollars per million tokens of each kind; a kind that is null is unknown, never free. A cache at zero
/// is free.
/// </summary>
public sealed record PriceEntry
{
    /// <summary>The model's own id in any of its spellings, without a geography; or the full ARN of what hides its model.</summary>
    public required string Model { get; init; }

    public PriceScope Scope { get; init; }

    /// <summary>The source region; null for every region that has no price of its own.</summary>
    public string? Region { get; init; }

    /// <summary>The tier; a tier without a price of its own costs the standard one's times a factor.</summary>
    public ServiceTier Tier { get; init; }

    /// <summary>For latency-optimized inference.</summary>
    public bool IsLatencyOptimized { get; init; }

    /// <summary>The first day, UTC, that it is in force; null when it always was.</summary>
    public DateOnly? From { get; init; }

    /// <summary>For a long-context price: it holds for the whole call when all input tokens, cached ones included, exceed this.</summary>
    public long? AboveInputTokens { get; init; }

    public decimal? Input { get; init; }

    public decimal? Output { get; init; }

    public decimal? CacheRead { get; init; }

    public decimal? CacheWrite5m { get; init; }

    public decimal? CacheWrite1h { get; init; }

    /// <summary>Who says so.</summary>
    public required string Source { get; init; }

    /// <summary>When the source said so; null for a user's own price.</summary>
    public DateOnly? Date { get; init; }
}
