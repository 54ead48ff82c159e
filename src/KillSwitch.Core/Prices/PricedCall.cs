using KillSwitch.Core.Invocations;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Money;

namespace KillSwitch.Core.Prices;

public enum PriceBasis
{
    /// <summary>A price of this model.</summary>
    Known,

    /// <summary>No price of this model: the dearest of its kin was taken.</summary>
    FailSafe,

    /// <summary>No price of this model, and the policy says to ignore that: counted as nothing.</summary>
    Ignored,

    /// <summary>The call went to capacity that is paid by the hour: it adds nothing by itself. Not unpriced.</summary>
    Hourly,
}

/// <summary>What one call costs, estimated: list price less discounts, before credits; and where the price comes from.</summary>
/// <param name="Cost">Estimated.</param>
/// <param name="Basis">Where the price comes from.</param>
/// <param name="IsUncounted">It was served by a model that is charged by tokens, and no token count is known: it adds nothing, and that is
/// to be reported.</param>
public readonly record struct PricedCall(Usd Cost, PriceBasis Basis, bool IsUncounted = false)
{
    /// <summary>No price of this model is known, and that is to be reported.</summary>
    public bool IsUnpriced => Basis is PriceBasis.FailSafe or PriceBasis.Ignored;

    /// <summary>What it would cost more at list price.</summary>
    public Usd Discount { get; init; }

    /// <summary>The price that was taken where the model has none; else null.</summary>
    public Price? FailSafe { get; init; }

    /// <summary>What it adds to a counter.</summary>
    public Usage Of(long calls, TokenUsage tokens) => new(calls, tokens, Cost)
    {
        Discount = Discount,
        Unpriced = Basis == PriceBasis.FailSafe ? Cost : Usd.Zero,
    };
}
