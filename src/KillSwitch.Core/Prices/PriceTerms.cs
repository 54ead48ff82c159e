using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Prices;

/// <summary>Which calls of its model a price is for.</summary>
/// <param name="Scope">By which route.</param>
/// <param name="Region">From which region; null from each that has no price of its own.</param>
/// <param name="Tier">Of which service tier.</param>
/// <param name="IsLatencyOptimized">Of latency-optimized inference.</param>
internal readonly record struct PriceTerms(PriceScope Scope, string? Region, ServiceTier Tier, bool IsLatencyOptimized)
{
    public static PriceTerms Of(PriceEntry entry) => new(entry.Scope, entry.Region, entry.Tier, entry.IsLatencyOptimized);
}
