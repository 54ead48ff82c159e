namespace KillSwitch.Core.Prices;

/// <summary>A price was multiplied, and for what.</summary>
/// <param name="What">As the source of a price names it: <c>Flex</c>, <c>us-gov-west-1</c>.</param>
/// <param name="Price">The factor, and who says so.</param>
internal sealed record PriceMultiple(string What, PriceFactor Price)
{
    public override string ToString() => $"{What} ×{Price.Factor}: {Price.Source}";
}
