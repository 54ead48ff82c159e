using KillSwitch.Core.Metering;

namespace KillSwitch.Engine.InMemory;

/// <summary>What one counter of a ledger in memory holds.</summary>
internal sealed class CounterCell
{
    public Usage Total { get; set; }
}
