using KillSwitch.Core.Money;

namespace KillSwitch.Core.Prices;

/// <summary>What a model unit of provisioned throughput costs by the hour at list price, and who says so.</summary>
public sealed record ModelUnitPrice(string Model, CapacityCommitment Commitment, Usd PerHour, string Source, DateOnly Date)
{
    /// <summary>Null where no price is known, which is most models: AWS gives them on request.</summary>
    public static ModelUnitPrice? Find(string modelId, CapacityCommitment commitment) =>
        PriceList.Overrides.Rules.ModelUnits.FirstOrDefault(price =>
        price.Commitment == commitment && ModelSpelling.Known.Canonical(price.Model) == ModelSpelling.Known.Canonical(modelId));
}
