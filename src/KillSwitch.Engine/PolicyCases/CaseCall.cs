using KillSwitch.Core.Invocations;
using KillSwitch.Core.Money;
using KillSwitch.Core.Prices;

namespace KillSwitch.Engine.PolicyCases;

/// <summary>A call that a case writes down.</summary>
internal sealed record CaseCall : Invocation
{
    /// <summary>What it costs; null for the price of its tokens.</summary>
    public Usd? Usd { get; init; }

    /// <summary>Of the mantle endpoint; null for a call of the other.</summary>
    public string? ProjectName { get; init; }

    public override string? Project => ProjectName;
}

/// <summary>The prices in force, but for calls whose cost the case says.</summary>
internal sealed class CasePrices(IPriceBook prices) : IPriceBook
{
    public PricedCall Price(Invocation invocation) =>
        invocation is CaseCall { Usd: { } usd } ? new PricedCall(usd, PriceBasis.Known) : prices.Price(invocation);

    public PricedCall PriceMany(ModelId model, string region, DateTimeOffset at, long calls, TokenUsage tokens) =>
        prices.PriceMany(model, region, at, calls, tokens);
}
