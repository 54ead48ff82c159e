using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Prices;

/// <summary>What the price of a call depends on, beside its time and its length.</summary>
/// <param name="Model">The model, and how it was called: the scope is the route's.</param>
/// <param name="Region">The source region, whose price AWS charges wherever the call was served; empty where none is known.</param>
/// <param name="Tier">The service tier that served it.</param>
/// <param name="IsLatencyOptimized">Served by latency-optimized inference.</param>
public readonly record struct Tariff(
    ModelId Model, string Region, ServiceTier Tier = ServiceTier.Standard, bool IsLatencyOptimized = false)
{
    public static Tariff Of(Invocation call) => new(call.Model, call.Region, call.Tier, call.IsLatencyOptimized);
}
