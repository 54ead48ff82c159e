using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;

namespace KillSwitch.Core.Prices;

/// <summary>What searches, images, seconds of video and text that a guardrail looks at cost.</summary>
internal sealed class UnitPrices(IReadOnlyList<UnitPrice> prices, ModelSpelling spelling)
{
    /// <summary>
    /// The cheapest price that is for just these units; where none is, the model's dearest; of an unknown model the dearest of the kind;
    /// of a kind without any price nothing, and that is reported.
    /// </summary>
    public PricedCall CostOf(ModelId model, BilledUnits units)
    {
        var same = prices.Where(price => price.Kind == units.Kind).ToList();
        // A guardrail costs the same whatever the model.
        var own = same.Where(price => price.Model == UnitPrice.Guardrail || spelling.Canonical(price.Model) == spelling.Canonical(model.Id))
            .ToList();
        var fitting = own.Where(price => price.IsFor(units)).ToList();
        var each = fitting.Count > 0 ? fitting.Min(price => price.PerUnit.Amount)
            : own.Count > 0 ? own.Max(price => price.PerUnit.Amount)
            : same.Select(price => price.PerUnit.Amount).DefaultIfEmpty().Max();
        var isKnown = own.Count > 0 || units.Quantity == 0;
        return new PricedCall(new Usd(each * units.Quantity), isKnown ? PriceBasis.Known : PriceBasis.FailSafe);
    }
}
