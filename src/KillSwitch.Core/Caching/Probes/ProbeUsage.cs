namespace KillSwitch.Core.Caching.Probes;

/// <summary>What a layer says of one call.</summary>
/// <param name="Input">All input tokens, cached ones included.</param>
/// <param name="Read">Of them from the cache; null when it does not say.</param>
/// <param name="Written">Of them written to the cache; null when it does not say.</param>
public readonly record struct ProbeUsage(long Input, long? Read, long? Written);
