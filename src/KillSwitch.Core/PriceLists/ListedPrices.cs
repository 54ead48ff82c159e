using KillSwitch.Core.Prices;

namespace KillSwitch.Core.PriceLists;

/// <summary>What AWS's Price List says of a region.</summary>
/// <param name="Region">Which.</param>
/// <param name="Version">The list's own.</param>
/// <param name="Entries">The prices by the token.</param>
public sealed record ListedPrices(string Region, string Version, IReadOnlyList<PriceEntry> Entries)
{
    /// <summary>Prices by the image, the second, the search and the like.</summary>
    public IReadOnlyList<ListedUnit> Units { get; init; } = [];

    /// <summary>Names that are surely no known model's.</summary>
    public IReadOnlyList<string> Unjoined { get; init; } = [];

    /// <summary>Rows that may be prices of calls and were not taken, each with the reason.</summary>
    public IReadOnlyList<string> NotTaken { get; init; } = [];
}

/// <summary>A price that is not by the token.</summary>
/// <param name="Name">The model, or what is used, as AWS names it.</param>
/// <param name="Unit">As AWS names it.</param>
/// <param name="Usd">Dollars for one unit.</param>
public sealed record ListedUnit(string Name, UsageKind Kind, string Unit, decimal Usd);
