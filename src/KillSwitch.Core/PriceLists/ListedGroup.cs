using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.PriceLists;

/// <summary>Which calls prices of AWS's list are for that are taken up together: all lengths of one kind of call.</summary>
/// <param name="Model">Under its canonical name.</param>
public readonly record struct ListedGroup(string Model, PriceScope Scope, ServiceTier Tier, bool IsLatencyOptimized)
{
    public static ListedGroup Of(PriceEntry entry) =>
        new(ModelSpelling.Known.Canonical(entry.Model), entry.Scope, entry.Tier, entry.IsLatencyOptimized);
}
