using KillSwitch.Core.PriceLists;

namespace KillSwitch.Core.Bills;

/// <summary>A line of the bill that is charged by the token, and what it says of the calls.</summary>
public sealed record BilledTariff(BilledUsage Usage, UsageMeaning.Charge Charge);
