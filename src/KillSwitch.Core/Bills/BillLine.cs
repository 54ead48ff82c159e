using KillSwitch.Core.Money;

namespace KillSwitch.Core.Bills;

/// <summary>One kind of tokens of a model in a region: what was billed, and beside it what was metered. They are never added up.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Billed">By AWS.</param>
/// <param name="Metered">By the guard, at the estimated list price.</param>
public sealed record BillLine(BilledKind Kind, BillAmount Billed, BillAmount Metered)
{
    /// <summary>The usage types that were billed, each with its own tier and scope.</summary>
    public IReadOnlyList<BilledTariff> Tariffs { get; init; } = [];

    /// <summary>The part of the difference that is one of quantity: tokens that one of the two lacks.</summary>
    public Usd OfQuantity => new((Billed.Tokens - Metered.Tokens) * (Billed.Rate ?? Metered.Rate ?? 0) / 1_000_000);

    /// <summary>The part of the difference that is one of rate: what was metered costs more or less than was estimated.</summary>
    public Usd OfRate => Billed.Rate is { } billed && Metered.Rate is { } metered
        ? new Usd(Metered.Tokens * (billed - metered) / 1_000_000)
        : Usd.Zero;
}
