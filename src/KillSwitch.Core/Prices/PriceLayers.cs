using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Prices;

/// <summary>
/// Layers of price lists, the one that wins first, and how they answer together. Each kind of token is looked up by
/// itself: a layer that names only some kinds leaves the others to the layers below. In order: this scope's price or one for any
/// scope, in force; the same, the earliest known; the other scope's. In a layer the call's own region stands above every region's,
/// and its own tier above the standard one's times a factor.
/// </summary>
internal sealed class PriceLayers(IReadOnlyList<PriceLayer> layers, ModelSpelling spelling, PriceRules rules)
{
    private static readonly PriceFactor Same = new(1, "", default);

    /// <summary>
    /// The prices of one tariff for every day and context length; <paramref name="unpriced"/> where the input price is unknown.
    /// </summary>
    public PriceGrid Find(Tariff tariff, PriceGrid unpriced)
    {
        var model = tariff.Model;
        // A price for the very ARN of a call stands above one for the model behind it; where the hours are paid it is the only one.
        string[] names = model.IsPaidByTheHour
            ? [model.Raw]
            : model.Raw.StartsWith("arn:", StringComparison.Ordinal) && model.Raw != model.Id
            ? [model.Raw, spelling.Canonical(model.Id)]
            : [spelling.Canonical(model.Id)];

        var days = new SortedSet<DateOnly> { DateOnly.MinValue };
        var lengths = new SortedSet<long>(unpriced.Lengths);
        foreach (var layer in layers)
        {
            foreach (var name in names)
                layer.Changes(name, days, lengths);
        }

        // One token past a threshold stands for the whole band up to the next one.
        Price[][] cells = [.. days.Select(day => lengths.Select(
            length => Resolve(names, tariff, day, length + 1) ?? unpriced.At(DateTimeOffset.MaxValue, length + 1)).ToArray())];
        return new PriceGrid(days, [.. lengths], cells, unpriced);
    }

    /// <summary>What a tier costs compared with standard; where it is not known, never less than standard.</summary>
    public PriceFactor FactorOf(ServiceTier tier, ModelId model) => FactorOf(tier, spelling.Canonical(model.Id));

    private PriceFactor FactorOf(ServiceTier tier, string model) =>
        rules.ServiceTiers.FirstOrDefault(rule => rule.Tier == tier
            && (rule.Models.Count == 0 || rule.Models.Any(name => IsNamed(name, model))))?.Price ?? Same;

    private bool IsNamed(string name, string model) => name.EndsWith('*')
        ? model.StartsWith(name[..^1], StringComparison.Ordinal)
        : spelling.Canonical(name) == model;

    private Price? Resolve(string[] names, Tariff tariff, DateOnly day, long inputTokens)
    {
        var (own, other) = tariff.Model.Scope == ModelScope.Global
            ? (PriceScope.Global, PriceScope.Regional)
            : (PriceScope.Regional, PriceScope.Global);
        var terms = Terms(tariff, names[^1]);
        var parts = new PriceParts();
        Take([own, PriceScope.Any], premium: null, (layer, name, asked) => layer.InForce(name, asked, day, inputTokens));
        Take([own, PriceScope.Any], premium: null, (layer, name, asked) => layer.Earliest(name, asked, inputTokens));
        // A global call is taken at the regional price, which is never lower; a regional one at the global price and the premium.
        var premium = own == PriceScope.Regional ? rules.RegionalPremium : null;
        Take([other], premium, (layer, name, asked) => layer.InForce(name, asked, day, inputTokens));
        Take([other], premium, (layer, name, asked) => layer.Earliest(name, asked, inputTokens));

        return parts.Complete(rules.CacheWrites.FirstOrDefault(write => write.Vendor == tariff.Model.Vendor));

        void Take(PriceScope[] scopes, PriceFactor? premium, Func<PriceLayer, string, PriceTerms, PriceEntry?> find)
        {
            if (parts.IsEnough)
                return;
            foreach (var layer in layers)
            {
                foreach (var name in names)
                {
                    foreach (var (asked, factors) in terms)
                    {
                        foreach (var scope in scopes)
                        {
                            if (find(layer, name, asked with { Scope = scope }) is { } entry)
                                parts.Fill(entry, layer, Factors(entry, layer, premium, factors));
                        }
                    }
                }
            }
        }

        IEnumerable<PriceMultiple> Factors(PriceEntry entry, PriceLayer layer, PriceFactor? premium, IReadOnlyList<PriceMultiple> factors)
        {
            if (premium is { Factor: not 1 })
                yield return new PriceMultiple("global", premium);
            if (!layer.IsOwn && entry.Region is null
                && rules.Regions.FirstOrDefault(rule => tariff.Region.StartsWith(rule.Prefix, StringComparison.Ordinal)) is { } place)
            {
                yield return new PriceMultiple(tariff.Region, place.Price);
            }

            foreach (var factor in factors)
                yield return factor;
        }
    }

    // From what is said of this very call to what is said of calls like it.
    private List<(PriceTerms Terms, IReadOnlyList<PriceMultiple> Factors)> Terms(Tariff tariff, string model)
    {
        List<(ServiceTier Tier, PriceMultiple? Factor)> tiers = [(tariff.Tier, null)];
        if (tariff.Tier != ServiceTier.Standard)
            tiers.Add((ServiceTier.Standard, new PriceMultiple(tariff.Tier.ToString(), FactorOf(tariff.Tier, model))));
        List<(bool IsOptimized, PriceMultiple? Factor)> latencies = [(tariff.IsLatencyOptimized, null)];
        if (tariff.IsLatencyOptimized && rules.LatencyOptimized is { } optimized)
            latencies.Add((false, new PriceMultiple("latency-optimized", optimized)));
        string?[] regions = tariff.Region.Length == 0 ? [null] : [tariff.Region, null];
        return
        [
            .. from region in regions
               from latency in latencies
               from tier in tiers
               select (new PriceTerms(PriceScope.Any, region, tier.Tier, latency.IsOptimized), (IReadOnlyList<PriceMultiple>)
                   [.. new[] { tier.Factor, latency.Factor }.OfType<PriceMultiple>().Where(one => one.Price.Factor != 1)]),
        ];
    }
}
