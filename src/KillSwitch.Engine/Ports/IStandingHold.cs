using KillSwitch.Core.Denies;

namespace KillSwitch.Engine.Ports;

/// <summary>
/// Keeps principals from something while the policy in force or the deployment says so, and lets them again when neither does.
/// </summary>
public interface IStandingHold
{
    /// <summary>From what.</summary>
    StandingHold What { get; }

    /// <returns>Who may use it though it is denied, as one sentence without a full stop; null when nobody may.</returns>
    ValueTask<string?> HoldAsync(CancellationToken cancellation);
}
