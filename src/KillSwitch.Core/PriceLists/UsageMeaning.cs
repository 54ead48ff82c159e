using KillSwitch.Core.Invocations;
using KillSwitch.Core.Prices;

namespace KillSwitch.Core.PriceLists;

/// <summary>What a usage type means.</summary>
public abstract record UsageMeaning
{
    private UsageMeaning()
    {
    }

    /// <summary>Calls are charged by it.</summary>
    /// <param name="Kind">For what.</param>
    /// <param name="Name">The model's name or id as the usage type has it; empty where it has none.</param>
    public sealed record Charge(UsageKind Kind, string Name) : UsageMeaning
    {
        public ServiceTier Tier { get; init; }

        public PriceScope Scope { get; init; } = PriceScope.Regional;

        /// <summary>For calls with a long context; how long only the model says.</summary>
        public bool IsLong { get; init; }

        public bool IsLatencyOptimized { get; init; }

        public bool IsByToken => Kind <= UsageKind.CacheWrite30m;
    }

    /// <summary>No call is charged by it, or it is not understood.</summary>
    /// <param name="Why">In a few words.</param>
    /// <param name="IsUnderstood">It is known to be no price of a call.</param>
    public sealed record Skip(string Why, bool IsUnderstood = true) : UsageMeaning;
}
