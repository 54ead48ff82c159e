using KillSwitch.Core.Prices;

namespace KillSwitch.Cli.Prices;

/// <summary>What one call costs, and who says so.</summary>
/// <param name="Tariff">Of what call.</param>
/// <param name="At">On which day, UTC.</param>
/// <param name="InputTokens">Of the call, cached ones included.</param>
/// <param name="Units">What it is charged by that is no token.</param>
/// <param name="Price">By the token.</param>
/// <param name="Discount">What is taken off, whoever calls; null for nothing.</param>
/// <param name="ByCaller">What is taken off some callers.</param>
internal sealed record ShownPrice(
    Tariff Tariff, DateOnly At, long InputTokens, IReadOnlyList<UnitPrice> Units, Price Price, PriceDiscount? Discount,
    IReadOnlyList<string> ByCaller)
{
    /// <summary>What is charged by the unit has no price by the token, and needs none.</summary>
    public bool IsByUnit => !IsKnown && Units.Count > 0;

    public string Source => IsByUnit ? Units[0].Source : Price.Source;

    public DateOnly? Date => IsByUnit ? Units[0].Date : Price.Date;

    /// <summary>The first day of a dated price.</summary>
    public DateOnly? Since => IsKnown ? Price.From : null;

    private bool IsKnown => Price.Basis != PriceBasis.FailSafe;
}
