using KillSwitch.Core.Prices;

namespace KillSwitch.Core.PriceLists;

/// <summary>Turns rows of AWS's Price List into prices of models.</summary>
public static class PriceListReader
{
    /// <param name="region">Whose rows they are; those of others are left out.</param>
    /// <param name="version">The list's own, which becomes the source of each price.</param>
    /// <param name="published">The day of a price whose row does not say since when it is charged.</param>
    /// <param name="skus">The rows.</param>
    /// <param name="names">Which models they mean.</param>
    public static ListedPrices Read(string region, string version, DateOnly published, IEnumerable<Sku> skus, ModelNames names)
    {
        var rows = new Dictionary<(ListedGroup, long?), ListedRow>();
        var (units, unjoined) = (new List<ListedUnit>(), new SortedSet<string>(StringComparer.Ordinal));
        var notTaken = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var sku in skus.Where(sku => sku.Region.Length == 0 || sku.Region == region))
        {
            switch (UsageType.Read(sku.UsageType, sku.Feature, sku.InferenceType))
            {
                case UsageMeaning.Skip skip when !skip.IsUnderstood:
                    notTaken.Add(skip.Why);
                    break;
                case UsageMeaning.Charge { IsByToken: false } other:
                    units.Add(new ListedUnit(NameOf(sku, other), other.Kind, sku.Unit, sku.Usd));
                    break;
                case UsageMeaning.Charge charge:
                    Take(sku, charge);
                    break;
            }
        }

        return new ListedPrices(region, version, [.. rows.Values.Select(row => row.Entry(region, $"AWS price list {version}"))])
        {
            Units = units,
            Unjoined = [.. unjoined],
            NotTaken = [.. notTaken],
        };

        void Take(Sku sku, UsageMeaning.Charge charge)
        {
            if (PerMillion(sku) is not { } amount)
            {
                notTaken.Add($"`{sku.UsageType}`: the unit `{sku.Unit}` is unknown");
                return;
            }

            // Of words that are read or written zero is unknown, never free.
            if (amount < 0 || (amount == 0 && charge.Kind <= UsageKind.Output))
                return;
            if (names.Find(Name(sku.ServiceName), sku.Model ?? "", charge.Name) is not { } id)
            {
                unjoined.Add(NameOf(sku, charge));
                return;
            }

            var model = ModelSpelling.Known.Canonical(id);
            var above = charge.IsLong ? LongContexts.Above(model) : null;
            if (charge.IsLong && above is null)
            {
                notTaken.Add($"`{sku.UsageType}`: from which length on {NameOf(sku, charge)} costs that is not known");
                return;
            }

            var group = new ListedGroup(model, charge.Scope, charge.Tier, charge.IsLatencyOptimized);
            if (!rows.TryGetValue((group, above), out var row))
                rows.Add((group, above), row = new ListedRow(id, group, above));
            if (!row.Add(charge.Kind, amount, sku.Effective ?? published))
                notTaken.Add($"`{sku.UsageType}`: AWS lists two prices of {id}, and the dearer one is taken");
        }
    }

    // Of AWS's own models every row is of the service.
    private static string Name(string serviceName) =>
        serviceName.Contains("Edition", StringComparison.OrdinalIgnoreCase) ? ModelNames.Plain(serviceName) : "";

    private static string NameOf(Sku sku, UsageMeaning.Charge charge) =>
        sku.Model is { Length: > 0 } model ? model
        : Name(sku.ServiceName).Length > 0 ? sku.ServiceName.Replace("(Amazon Bedrock Edition)", "", StringComparison.Ordinal).Trim()
        : charge.Name.Length > 0 ? charge.Name : sku.UsageType;

    private static decimal? PerMillion(Sku sku) => sku.Unit.ToUpperInvariant() switch
    {
        "1K TOKENS" => sku.Usd * 1000,
        "1M TOKENS" or "UNITS" => sku.Usd,
        "TOKENS" or "TOKEN" => sku.Usd * 1_000_000,
        _ => null,
    };
}
