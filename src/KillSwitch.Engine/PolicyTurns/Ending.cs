using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.PolicyTurns;

/// <summary>A stop that the policy ends.</summary>
/// <param name="Reason">Why, one sentence without a full stop.</param>
/// <param name="IsReplaced">Its target is over the limit as it is now: another stop takes over, and nobody is let go.</param>
public sealed record Ending(Stop Stop, string Reason, bool IsReplaced = false)
{
    /// <summary>Whether something is cut now that will not be afterwards, as far as this stop goes.</summary>
    public bool LetsGo => Stop.IsActive && !IsReplaced;
}
