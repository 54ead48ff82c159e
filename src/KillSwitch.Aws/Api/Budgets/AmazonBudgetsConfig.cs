using KillSwitch.Aws.Api;

namespace Amazon.Budgets;

public class AmazonBudgetsConfig() : ServiceConfig(BudgetsService.Identity);
