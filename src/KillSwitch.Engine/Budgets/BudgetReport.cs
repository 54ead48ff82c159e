using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Budgets;

/// <summary>What came of a message or of a check.</summary>
public sealed record BudgetReport
{
    /// <summary>Stops that were opened or completed, as they stand now.</summary>
    public IList<Stop> Stops { get; } = [];

    public IList<Notice> Notices { get; } = [];

    /// <summary>What was told now; what was told before is not here.</summary>
    public IList<Alert> Alerts { get; } = [];
}
