using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Budgets.Model;

public class DescribeBudgetRequest : AmazonBudgetsRequest
{
    public string? AccountId { get; set; }

    public string? BudgetName { get; set; }

    internal static InvokeOptions Operation { get; } = BudgetsService.Protocol.Operation<DescribeBudgetRequest>(
        "DescribeBudget",
        (to, request) => to.Add(nameof(AccountId), request.AccountId)
            .Add(nameof(BudgetName), request.BudgetName),
        from => new DescribeBudgetResponse { Budget = from.Optional(nameof(DescribeBudgetResponse.Budget), Budget.Read) });
}

public class DescribeBudgetResponse : AmazonWebServiceResponse
{
    public Budget? Budget { get; set; }
}
