using KillSwitch.Core.Prices;

namespace KillSwitch.Core.PriceLists;

/// <summary>What the guard has taken up of AWS's Price List for a region, and what waits for a person.</summary>
/// <param name="Region">Which.</param>
/// <param name="Entries">Dated: of each kind of call the latest that has begun counts.</param>
public sealed record RegionPrices(string Region, IReadOnlyList<PriceEntry> Entries)
{
    public IReadOnlyList<PriceChange> Held { get; init; } = [];

    /// <summary>Names in the list that are surely no known model's.</summary>
    public IReadOnlyList<string> Unjoined { get; init; } = [];

    /// <summary>Rows that were not taken, each with the reason.</summary>
    public IReadOnlyList<string> NotTaken { get; init; } = [];

    /// <summary>Of the list that was read last.</summary>
    public string Version { get; init; } = "";

    /// <summary>When that was.</summary>
    public DateTimeOffset ReadAt { get; init; }
}
