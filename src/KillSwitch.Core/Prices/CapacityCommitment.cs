namespace KillSwitch.Core.Prices;

/// <summary>For how long capacity is paid in any case.</summary>
public enum CapacityCommitment
{
    None,

    OneMonth,

    SixMonths,
}
