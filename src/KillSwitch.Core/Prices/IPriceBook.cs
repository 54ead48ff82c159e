using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Prices;

/// <summary>Prices a call. One book is in force at a time: the embedded catalogue under a user's overrides.</summary>
public interface IPriceBook
{
    /// <summary>
    /// Estimated cost by token kind, model, region, scope, context length, service tier, latency and time, and by searches, images and
    /// seconds of video. Never throws for an unknown model.
    /// </summary>
    PricedCall Price(Invocation invocation);

    /// <summary>
    /// The same for many calls whose tokens are known in sum alone: each is taken for a standard call of their mean length.
    /// </summary>
    PricedCall PriceMany(ModelId model, string region, DateTimeOffset at, long calls, TokenUsage tokens);
}
