using System.Text.Json;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Budgets.Model;

public class Budget
{
    public string BudgetName { get; set; } = "";

    /// <summary>Null where each period has its own limit.</summary>
    public Spend? BudgetLimit { get; set; }

    public BudgetType? BudgetType { get; set; }

    public TimeUnit? TimeUnit { get; set; }

    public TimePeriod? TimePeriod { get; set; }

    public CalculatedSpend? CalculatedSpend { get; set; }

    public DateTime? LastUpdatedTime { get; set; }

    internal static Budget Read(JsonElement from) => new()
    {
        BudgetName = from.Text(nameof(BudgetName)),
        BudgetLimit = from.Optional(nameof(BudgetLimit), Spend.Read),
        BudgetType = from.OptionalText(nameof(BudgetType)) is { } budgetType ? new BudgetType(budgetType) : null,
        TimeUnit = from.OptionalText(nameof(TimeUnit)) is { } timeUnit ? new TimeUnit(timeUnit) : null,
        TimePeriod = from.Optional(nameof(TimePeriod), TimePeriod.Read),
        CalculatedSpend = from.Optional(nameof(CalculatedSpend), CalculatedSpend.Read),
        LastUpdatedTime = from.OptionalTime(nameof(LastUpdatedTime)),
    };
}
