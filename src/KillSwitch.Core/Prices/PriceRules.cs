using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Prices;

/// <summary>A number that a price is multiplied by, and who says so.</summary>
public sealed record PriceFactor(decimal Factor, string Source, DateOnly Date);

/// <summary>What a service tier costs compared with the standard one; <paramref name="Models"/> empty means every model,
/// and one that ends with <c>*</c> all that begin so.</summary>
public sealed record ServiceTierFactor(ServiceTier Tier, IReadOnlyList<string> Models, PriceFactor Price);

/// <summary>What regions whose name begins so cost compared with the others, where a price list has no line of theirs.</summary>
public sealed record RegionFactor(string Prefix, PriceFactor Price);

/// <summary>What a vendor charges for writing the cache, in times of its input price, where a price list leaves it out.</summary>
public sealed record CacheWriteFactors(string Vendor, decimal FiveMinutes, decimal OneHour, string Source, DateOnly Date);

/// <summary>Another spelling of a model, beyond what <see cref="ModelSpelling"/> knows.</summary>
public sealed record ModelAlias(string Id, string Model, string Source, DateOnly Date);

/// <summary>What holds for many models at once; part of the reviewed overrides.</summary>
public sealed record PriceRules
{
    public static PriceRules None { get; } = new();

    public IReadOnlyList<ModelAlias> Aliases { get; init; } = [];

    /// <summary>What a regional call costs when only the global price is known; null leaves the price as it is.</summary>
    public PriceFactor? RegionalPremium { get; init; }

    public IReadOnlyList<CacheWriteFactors> CacheWrites { get; init; } = [];

    public IReadOnlyList<ServiceTierFactor> ServiceTiers { get; init; } = [];

    public IReadOnlyList<RegionFactor> Regions { get; init; } = [];

    /// <summary>What latency-optimized inference costs compared with standard; null leaves the price as it is.</summary>
    public PriceFactor? LatencyOptimized { get; init; }

    /// <summary>
    /// Vendors, and beginnings of ids, whose models' weights are open: an unknown one costs like the dearest of these, not like somebody's
    /// flagship.
    /// </summary>
    public IReadOnlyList<string> OpenWeights { get; init; } = [];

    /// <summary>Of searches, images and seconds of video.</summary>
    public IReadOnlyList<UnitPrice> Units { get; init; } = [];

    /// <summary>Of provisioned throughput, by the hour.</summary>
    public IReadOnlyList<ModelUnitPrice> ModelUnits { get; init; } = [];
}
