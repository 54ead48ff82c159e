using System.Globalization;
using KillSwitch.Core.Metering;
using KillSwitch.Core.Windows;

namespace KillSwitch.Core.Policies;

/// <summary>A rule that is reached when AWS Budgets says so, verified; the budget has a period of its own.</summary>
public sealed record BudgetRule : Rule
{
    /// <summary>The budget's name.</summary>
    public required string Budget { get; init; }

    /// <summary>Of the budget, 1 to 100.</summary>
    public int AtPercent { get; init; } = 100;

    public override Unit Unit => Unit.Budget;

    /// <summary><c>budget team at 100</c></summary>
    public override string LimitText => string.Create(CultureInfo.InvariantCulture, $"{UnitText.Of(Unit)} {Budget} at {AtPercent}");

    public override DateTimeOffset TurnsAt(Window window, DateTimeOffset now) => window.Until;
}
