using Amazon.Runtime;

namespace Amazon.Budgets;

public class BudgetType(string value) : ConstantClass(value)
{
    public static readonly BudgetType COST = new("COST");

    public static readonly BudgetType USAGE = new("USAGE");

    public static readonly BudgetType RI_UTILIZATION = new("RI_UTILIZATION");

    public static readonly BudgetType RI_COVERAGE = new("RI_COVERAGE");

    public static readonly BudgetType SAVINGS_PLANS_UTILIZATION = new("SAVINGS_PLANS_UTILIZATION");

    public static readonly BudgetType SAVINGS_PLANS_COVERAGE = new("SAVINGS_PLANS_COVERAGE");

    public static implicit operator BudgetType(string value) => FindValue<BudgetType>(value);
}
