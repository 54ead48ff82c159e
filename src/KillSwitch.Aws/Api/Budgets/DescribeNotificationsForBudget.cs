using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Budgets.Model;

public class DescribeNotificationsForBudgetRequest : AmazonBudgetsRequest
{
    public string? AccountId { get; set; }

    public string? BudgetName { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = BudgetsService.Protocol.Operation<DescribeNotificationsForBudgetRequest>(
        "DescribeNotificationsForBudget",
        (to, request) => to.Add(nameof(AccountId), request.AccountId)
            .Add(nameof(BudgetName), request.BudgetName)
            .Add(nameof(NextToken), request.NextToken),
        from => new DescribeNotificationsForBudgetResponse
        {
            Notifications = from.Members(nameof(DescribeNotificationsForBudgetResponse.Notifications), Notification.Read),
            NextToken = from.OptionalText(nameof(DescribeNotificationsForBudgetResponse.NextToken)),
        });
}

public class DescribeNotificationsForBudgetResponse : AmazonWebServiceResponse
{
    public List<Notification>? Notifications { get; set; }

    public string? NextToken { get; set; }
}
