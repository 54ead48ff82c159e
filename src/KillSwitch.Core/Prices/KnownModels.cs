namespace KillSwitch.Core.Prices;

/// <summary>The ids that the price list has, as it writes them, sorted.</summary>
public static class KnownModels
{
    private static readonly Lazy<IReadOnlyList<string>> LazyIds = new(() =>
        [.. PriceList.Overrides.Entries.Concat(PriceList.Catalogue.Entries).Select(entry => entry.Model).Distinct()
            .Order(StringComparer.Ordinal)]);

    public static IReadOnlyList<string> Ids => LazyIds.Value;
}
