using Amazon.Runtime;

namespace Amazon.Budgets.Model;

public class DescribeBudgetRequest : AmazonWebServiceRequest
{
    public string? AccountId { get; set; }

    public string? BudgetName { get; set; }
}

public class DescribeBudgetResponse : AmazonWebServiceResponse
{
    public Budget? Budget { get; set; }
}

public class Budget
{
    public string? BudgetName { get; set; }

    public string? BudgetType { get; set; }

    public string? TimeUnit { get; set; }

    public Spend? BudgetLimit { get; set; }

    public CalculatedSpend? CalculatedSpend { get; set; }

    public CostTypes? CostTypes { get; set; }
}

public class Spend
{
    public decimal? Amount { get; set; }

    public string? Unit { get; set; }
}

public class CalculatedSpend
{
    public Spend? ActualSpend { get; set; }

    public Spend? ForecastedSpend { get; set; }
}

public class CostTypes
{
    public bool? IncludeCredit { get; set; }

    public bool? IncludeRefund { get; set; }
}
