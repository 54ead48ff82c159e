namespace KillSwitch.Core.Prices;

/// <summary>
/// The fail-safe for a model without a price: of each kind the dearest price that its vendor has ever had in any layer,
/// scope or context length; where the vendor is unknown, the dearest of all.
/// </summary>
internal sealed class DearestPrices(IReadOnlyList<PriceLayer> layers, PriceRules rules)
{
    private readonly List<PriceEntry> _entries = [.. layers.SelectMany(layer => layer.Entries).Where(entry => entry.Input > 0)];

    /// <summary>Null only when no price at all is known. A tier that is cheaper than standard is not taken as such.</summary>
    public Price? Of(string vendor, PriceFactor tier)
    {
        var own = vendor.Length == 0 ? [] : _entries.FindAll(entry => VendorOf(entry.Model) == vendor);
        var (entries, whose) = own.Count > 0 ? (own, $"`{vendor}`") : (_entries, "all");
        if (entries.Count == 0)
            return null;
        var times = Math.Max(1, tier.Factor);
        var input = Dearest(entries, entry => entry.Input)!.Value;
        var cacheWrite5m = Dearest(entries, entry => entry.CacheWrite5m ?? entry.Input * Writes(entry)?.FiveMinutes) ?? input;
        var cacheWrite1h = Dearest(entries, entry => entry.CacheWrite1h ?? entry.Input * Writes(entry)?.OneHour) ?? cacheWrite5m;
        return new Price
        {
            Input = input * times,
            Output = (Dearest(entries, entry => entry.Output) ?? Dearest(_entries, entry => entry.Output)) * times,
            CacheRead = (Dearest(entries, entry => entry.CacheRead) ?? input) * times,
            CacheWrite5m = cacheWrite5m * times,
            CacheWrite1h = Math.Max(cacheWrite1h, cacheWrite5m) * times,
            Source = $"the dearest of {whose}",
            Basis = PriceBasis.FailSafe,
        };
    }

    private CacheWriteFactors? Writes(PriceEntry entry) => rules.CacheWrites.FirstOrDefault(write => write.Vendor == VendorOf(entry.Model));

    private static decimal? Dearest(List<PriceEntry> entries, Func<PriceEntry, decimal?> kind) => entries.Max(kind);

    private static string VendorOf(string model) =>
        model.StartsWith("arn:", StringComparison.Ordinal) ? "" : model.Split('.', 2)[0];
}
