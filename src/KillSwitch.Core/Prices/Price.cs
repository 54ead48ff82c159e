using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;

namespace KillSwitch.Core.Prices;

/// <summary>The price in force for one kind of call, in US dollars per million tokens, every rule of this book applied.</summary>
public sealed record Price
{
    private const decimal PerToken = 0.000001m;

    public required decimal Input { get; init; }

    /// <summary>Null when the source names none: a model that should produce no output.</summary>
    public decimal? Output { get; init; }

    public required decimal CacheRead { get; init; }

    public required decimal CacheWrite5m { get; init; }

    public required decimal CacheWrite1h { get; init; }

    /// <summary>Where each part of it comes from, and what it was multiplied by.</summary>
    public required string Source { get; init; }

    /// <summary>When the source of the input price said so; null for a user's own price and for one that is no one's.</summary>
    public DateOnly? Date { get; init; }

    /// <summary>The first day, UTC, of the input price; null when it always was.</summary>
    public DateOnly? From { get; init; }

    public required PriceBasis Basis { get; init; }

    /// <summary>Exact: nothing is rounded. An unknown output price counts as nothing.</summary>
    public Usd CostOf(TokenUsage tokens)
    {
        // A record cannot have written more for an hour than it wrote at all.
        var writes1h = Math.Min(tokens.CacheWrite1hInputTokens, tokens.CacheWriteInputTokens);
        var writes5m = tokens.CacheWriteInputTokens - writes1h;
        var millions = (tokens.InputTokens * Input)
            + (tokens.OutputTokens * (Output ?? 0))
            + (tokens.CacheReadInputTokens * CacheRead)
            + (writes5m * CacheWrite5m)
            + (writes1h * CacheWrite1h);
        return new Usd(millions * PerToken);
    }
}
