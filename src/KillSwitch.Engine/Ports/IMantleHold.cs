namespace KillSwitch.Engine.Ports;

/// <summary>Keeps principals under a cap from the mantle endpoint while the policy in force says <c>mantle: deny</c>, and lets them again when it does not.</summary>
public interface IMantleHold
{
    /// <returns>Who may call it though the policy denies it, as one sentence without a full stop; null when nobody may.</returns>
    ValueTask<string?> HoldAsync(CancellationToken cancellation);
}
