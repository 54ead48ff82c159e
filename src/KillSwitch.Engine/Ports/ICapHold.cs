using KillSwitch.Core.Denies;

namespace KillSwitch.Engine.Ports;

/// <summary>Keeps principals under a cap from something while the policy in force says so, and lets them again when it does not.</summary>
public interface ICapHold
{
    /// <summary>From what.</summary>
    CapHold What { get; }

    /// <returns>Who may use it though the policy denies it, as one sentence without a full stop; null when nobody may.</returns>
    ValueTask<string?> HoldAsync(CancellationToken cancellation);
}
