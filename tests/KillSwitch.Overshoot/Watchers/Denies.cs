using KillSwitch.Engine.Simulation;
using KillSwitch.Overshoot.Latency;

namespace KillSwitch.Overshoot.Watchers;

/// <summary>The denies of an account: each takes its time to be attached and to come into force, the same for whoever decided it.</summary>
internal sealed class Denies(SplitMix random)
{
    private readonly Dictionary<string, long> _inForce = [];

    /// <summary>Principals that are denied, or will be.</summary>
    public IReadOnlyCollection<string> Principals => _inForce.Keys;

    /// <returns>When it is in force, in milliseconds since 1970.</returns>
    public long Deny(string principal, long decidedAt)
    {
        if (!_inForce.TryGetValue(principal, out var at))
            _inForce.Add(principal, at = decidedAt + Stages.Attached.Spread.Draw(random) + Stages.InForce.Spread.Draw(random));
        return at;
    }

    public bool Has(string principal) => _inForce.ContainsKey(principal);

    public bool IsInForce(string principal, long at) => _inForce.TryGetValue(principal, out var from) && at >= from;
}
