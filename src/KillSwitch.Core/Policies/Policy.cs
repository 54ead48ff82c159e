using KillSwitch.Core.Prices;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Policies;

public enum PolicyMode
{
    Enforce,

    /// <summary>Everything but the deny.</summary>
    Observe,
}

public enum MantleAccess
{
    Allow,
    Deny,
}

public enum UnmeteredUse
{
    /// <summary>Open, and told.</summary>
    Tell,
    Deny,
}

/// <summary>A bound on how many stops may happen by themselves in one calendar window; further ones wait for a person.</summary>
public sealed record MaxStops(int Count, WindowUnit Every);

/// <summary>The policy in force: what is watched, what is limited, who is never stopped.</summary>
public sealed record Policy
{
    public PolicyMode Mode { get; init; } = PolicyMode.Enforce;

    /// <summary>IANA name of the zone on whose midnight windows start.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Principals that are never stopped; they are still metered and notified.</summary>
    public IReadOnlyList<Glob> Exempt { get; init; } = [];

    public MaxStops? MaxStops { get; init; }

    public MantleAccess Mantle { get; init; } = MantleAccess.Allow;

    /// <summary>Whether principals under a cap may use what no record meters.</summary>
    public UnmeteredUse Unmetered { get; init; } = UnmeteredUse.Tell;

    public UnpricedModels Unpriced { get; init; } = UnpricedModels.FailSafe;

    /// <summary>One's own prices, over every list.</summary>
    public IReadOnlyList<PriceEntry> Prices { get; init; } = [];

    /// <summary>Off list prices; the first that matches counts.</summary>
    public IReadOnlyList<Discount> Discounts { get; init; } = [];

    /// <summary>Who hears of whose stops, beside the guard's own topic.</summary>
    public IReadOnlyList<Owner> Owners { get; init; } = [];

    /// <summary>Whose buttons in a chat channel count: to restore, raise, approve and reject; empty for nobody's.</summary>
    public IReadOnlyList<Glob> MayRestoreInChat { get; init; } = [];

    public IReadOnlyList<Rule> Rules { get; init; } = [];
}
