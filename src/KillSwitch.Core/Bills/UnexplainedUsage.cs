namespace KillSwitch.Core.Bills;

/// <summary>A line of the bill that is held against nothing.</summary>
/// <param name="Usage">The line.</param>
/// <param name="Why">In a few words.</param>
public sealed record UnexplainedUsage(BilledUsage Usage, string Why);
