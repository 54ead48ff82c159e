using Amazon.Runtime;

namespace Amazon.Budgets;

public class BudgetType(string value) : ConstantClass(value)
{
    public static readonly BudgetType COST = new("COST");
}
