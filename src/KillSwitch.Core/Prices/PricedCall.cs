using KillSwitch.Core.Money;

namespace KillSwitch.Core.Prices;

public enum PriceBasis
{
    /// <summary>A price of this model.</summary>
    Known,

    /// <summary>No price of this model: the dearest of its vendor, or of all, was taken.</summary>
    FailSafe,

    /// <summary>No price of this model, and the policy says to ignore that: counted as nothing.</summary>
    Ignored,
}

/// <summary>What one call costs at list price, before credits, and where the price comes from.</summary>
public readonly record struct PricedCall(Usd Cost, PriceBasis Basis);
