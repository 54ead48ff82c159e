using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;

namespace KillSwitch.Engine.Replay;

/// <summary>A book that two threads ask, one at a time.</summary>
internal sealed class SharedPrices(IPriceBook prices) : IPriceBook
{
    private readonly Lock _lock = new();

    public PricedCall Price(Invocation invocation)
    {
        lock (_lock)
            return prices.Price(invocation);
    }

    public PricedCall PriceMany(ModelId model, string region, DateTimeOffset at, long calls, TokenUsage tokens)
    {
        lock (_lock)
            return prices.PriceMany(model, region, at, calls, tokens);
    }
}
