using KillSwitch.Aws.Api.Pipeline;

namespace Amazon.Budgets;

public class AmazonBudgetsConfig : ServiceConfig
{
    internal static readonly ServiceDescription BudgetsService = new("Budgets", "budgets", "budgets", "2016-10-20", IsGlobal: true);

    public AmazonBudgetsConfig()
        : base(BudgetsService)
    {
    }
}
