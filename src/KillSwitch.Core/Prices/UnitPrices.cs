using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;

namespace KillSwitch.Core.Prices;

/// <summary>What searches, images, seconds of video and text that a guardrail looks at cost.</summary>
internal sealed class UnitPrices(IReadOnlyList<UnitPrice> prices, ModelSpelling spelling)
{
    private readonly ILookup<string, UnitPrice> _byModel = prices.ToLookup(price => spelling.Canonical(price.Model));

    /// <summary>The prices of a model's own units.</summary>
    public IReadOnlyList<UnitPrice> Of(ModelId model) => [.. _byModel[spelling.Canonical(model.Id)]];

    /// <summary>
    /// The cheapest price that is for just these units; where none is, the model's dearest; of an unknown model the dearest of the kind;
    /// of a kind without any price nothing, and that is reported.
    /// </summary>
    public PricedCall CostOf(ModelId model, BilledUnits units)
    {
        // A guardrail costs the same whatever the model.
        var own = Of(model).Concat(_byModel[UnitPrice.Guardrail]).Where(price => price.Kind == units.Kind).ToList();
        var fitting = own.FindAll(price => price.IsFor(units));
        var each = fitting.Count > 0 ? fitting.Min(price => price.PerUnit.Amount)
            : (own.Count > 0 ? own : prices.Where(price => price.Kind == units.Kind))
                .Select(price => price.PerUnit.Amount).DefaultIfEmpty().Max();
        var isKnown = own.Count > 0 || units.Quantity == 0;
        return new PricedCall(new Usd(each * units.Quantity), isKnown ? PriceBasis.Known : PriceBasis.FailSafe);
    }
}
