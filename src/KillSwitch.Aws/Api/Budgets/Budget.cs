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

    /// <summary>Null for a budget that is not one of costs.</summary>
    public CostTypes? CostTypes { get; set; }

    /// <summary>A dimension and its values; all dimensions must match. Null or empty where none narrows the budget.</summary>
    public Dictionary<string, List<string>>? CostFilters { get; set; }

    internal static Budget Read(JsonElement from) => new()
    {
        BudgetName = from.Text(nameof(BudgetName)),
        BudgetLimit = from.Optional(nameof(BudgetLimit), Spend.Read),
        BudgetType = from.OptionalText(nameof(BudgetType)) is { } budgetType ? new BudgetType(budgetType) : null,
        TimeUnit = from.OptionalText(nameof(TimeUnit)) is { } timeUnit ? new TimeUnit(timeUnit) : null,
        TimePeriod = from.Optional(nameof(TimePeriod), TimePeriod.Read),
        CalculatedSpend = from.Optional(nameof(CalculatedSpend), CalculatedSpend.Read),
        LastUpdatedTime = from.OptionalTime(nameof(LastUpdatedTime)),
        CostTypes = from.Optional(nameof(CostTypes), CostTypes.Read),
        CostFilters = from.Optional(nameof(CostFilters), Filters),
    };

    private static Dictionary<string, List<string>> Filters(JsonElement from) => from.EnumerateObject().ToDictionary(
        filter => filter.Name, filter => filter.Value.EnumerateArray().Select(value => value.GetString() ?? "").ToList());
}
