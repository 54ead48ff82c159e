using KillSwitch.Core.Bills;

namespace KillSwitch.Engine.Ports;

/// <summary>What AWS billed the account. Asking costs a few cents.</summary>
public interface IBill
{
    /// <summary>
    /// Every line of each of these days of UTC that is Bedrock's; none of what is no usage, as credits and taxes. Several days cost no more
    /// than one.
    /// </summary>
    ValueTask<ILookup<DateOnly, BilledUsage>> ReadAsync(IReadOnlyCollection<DateOnly> days, CancellationToken cancellation);
}
