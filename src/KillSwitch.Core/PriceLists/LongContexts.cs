using KillSwitch.Core.Prices;

namespace KillSwitch.Core.PriceLists;

/// <summary>Beyond how many input tokens a model's long-context price holds: AWS's Price List does not say it.</summary>
internal static class LongContexts
{
    private static readonly Lazy<ILookup<string, PriceEntry>> LazyEntries = new(() =>
        PriceList.Overrides.Entries.Concat(PriceList.Catalogue.Entries).Where(entry => entry.AboveInputTokens is not null)
            .ToLookup(entry => ModelSpelling.Known.Canonical(entry.Model)));

    /// <summary>Null where the embedded prices know no long context of the model.</summary>
    public static long? Above(string canonical) => LazyEntries.Value[canonical].Min(entry => entry.AboveInputTokens);

    /// <summary>The embedded price of a long context, in force on a day; null for none.</summary>
    public static PriceEntry? Embedded(string canonical, PriceScope scope, DateOnly day) =>
        LazyEntries.Value[canonical].Where(entry => entry.Region is null && (entry.Scope == scope || entry.Scope == PriceScope.Any)
                && (entry.From ?? DateOnly.MinValue) <= day)
            .OrderByDescending(entry => entry.From ?? DateOnly.MinValue).FirstOrDefault();
}
