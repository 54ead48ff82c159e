using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Budgets;

/// <summary>What the guard itself counted in a period of a budget.</summary>
/// <param name="Period">Of the budget.</param>
/// <param name="Usage">In the part of it that is still on record.</param>
/// <param name="Covered">That part of what has passed of the period, 0 to 1.</param>
public sealed record PeriodEstimate(Window Period, Usage Usage, decimal Covered = 1);
