using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Budgets.Model;

public class DescribeSubscribersForNotificationRequest : AmazonBudgetsRequest
{
    public string? AccountId { get; set; }

    public string? BudgetName { get; set; }

    public Notification? Notification { get; set; }

    public string? NextToken { get; set; }

    internal static InvokeOptions Operation { get; } = BudgetsService.Protocol.Operation<DescribeSubscribersForNotificationRequest>(
        "DescribeSubscribersForNotification",
        (to, request) => to.Add(nameof(AccountId), request.AccountId)
            .Add(nameof(BudgetName), request.BudgetName)
            .Add(nameof(Notification), request.Notification, Notification.Write)
            .Add(nameof(NextToken), request.NextToken),
        from => new DescribeSubscribersForNotificationResponse
        {
            Subscribers = from.Members(nameof(DescribeSubscribersForNotificationResponse.Subscribers), Subscriber.Read),
            NextToken = from.OptionalText(nameof(DescribeSubscribersForNotificationResponse.NextToken)),
        });
}

public class DescribeSubscribersForNotificationResponse : AmazonWebServiceResponse
{
    public List<Subscriber>? Subscribers { get; set; }

    public string? NextToken { get; set; }
}
