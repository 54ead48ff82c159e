using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Prices;

/// <summary>
/// Layers of price lists, the one that wins first, and how they answer together. Each kind of token is looked up by
/// itself: a layer that names only some kinds leaves the others to the layers below.
/// In order: this scope's price or one for any scope, in force; the same, the earliest known; the other scope's.
/// </summary>
internal sealed class PriceLayers(IReadOnlyList<PriceLayer> layers, ModelSpelling spelling, PriceRules rules)
{
    private static readonly PriceFactor Same = new(1, "", default);

    /// <summary>
    /// The prices of one model, scope and tier for every day and context length; <paramref name="unpriced"/> where the input price is
    /// unknown.
    /// </summary>
    public PriceGrid Find(ModelId model, ServiceTier tier, Price unpriced)
    {
        // A price for the very ARN of a call stands above one for the model behind it; where the hours are paid it is the only one.
        string[] names = model.IsPaidByTheHour
            ? [model.Raw]
            : model.Raw.StartsWith("arn:", StringComparison.Ordinal) && model.Raw != model.Id
            ? [model.Raw, spelling.Canonical(model.Id)]
            : [spelling.Canonical(model.Id)];

        var days = new SortedSet<DateOnly> { DateOnly.MinValue };
        var lengths = new SortedSet<long> { -1 };
        foreach (var layer in layers)
        {
            foreach (var name in names)
                layer.Changes(name, days, lengths);
        }

        // One token past a threshold stands for the whole band up to the next one.
        Price[][] cells =
            [.. days.Select(day => lengths.Select(length => Resolve(names, model, tier, day, length + 1) ?? unpriced).ToArray())];
        return new PriceGrid(days, [.. lengths], cells, unpriced);
    }

    /// <summary>What a tier costs compared with standard; where it is not known, never less than standard.</summary>
    public PriceFactor FactorOf(ServiceTier tier, ModelId model) => FactorOf(tier, spelling.Canonical(model.Id));

    private PriceFactor FactorOf(ServiceTier tier, string model) =>
        rules.ServiceTiers.FirstOrDefault(rule => rule.Tier == tier
            && (rule.Models.Count == 0 || rule.Models.Any(name => spelling.Canonical(name) == model)))?.Price ?? Same;

    private Price? Resolve(string[] names, ModelId model, ServiceTier tier, DateOnly day, long inputTokens)
    {
        var (own, other) = model.Scope == ModelScope.Global
            ? (PriceScope.Global, PriceScope.Regional)
            : (PriceScope.Regional, PriceScope.Global);
        var parts = new PriceParts();
        Take([own, PriceScope.Any], Same, (layer, name, scope) => layer.InForce(name, scope, day, inputTokens));
        Take([own, PriceScope.Any], Same, (layer, name, scope) => layer.Earliest(name, scope, inputTokens));
        // A global call is taken at the regional price, which is never lower; a regional one at the global price and the premium.
        var premium = own == PriceScope.Regional ? rules.RegionalPremium ?? Same : Same;
        Take([other], premium, (layer, name, scope) => layer.InForce(name, scope, day, inputTokens));
        Take([other], premium, (layer, name, scope) => layer.Earliest(name, scope, inputTokens));

        return parts.Complete(
            rules.CacheWrites.FirstOrDefault(write => write.Vendor == model.Vendor),
            tier,
            FactorOf(tier, names[^1]));

        void Take(PriceScope[] scopes, PriceFactor factor, Func<PriceLayer, string, PriceScope, PriceEntry?> find)
        {
            if (parts.IsEnough)
                return;
            foreach (var layer in layers)
            {
                foreach (var name in names)
                {
                    foreach (var scope in scopes)
                    {
                        if (find(layer, name, scope) is { } entry)
                            parts.Fill(entry, factor.Factor);
                    }
                }
            }
        }
    }
}
