namespace KillSwitch.Core.Prices;

/// <summary>What a call of a model without a price costs.</summary>
public enum UnpricedModels
{
    /// <summary>Priced at the dearest known price of the vendor, else the dearest of all.</summary>
    FailSafe,
    Ignore,
}
