using Amazon.Budgets.Model;
using Amazon.Runtime;
using KillSwitch.Aws.Api;

namespace Amazon.Budgets;

public class AmazonBudgetsClient : ServiceClient
{
    public AmazonBudgetsClient()
        : this(new AmazonBudgetsConfig())
    {
    }

    public AmazonBudgetsClient(AmazonBudgetsConfig config)
        : this(null, config)
    {
    }

    public AmazonBudgetsClient(AWSCredentials? credentials, AmazonBudgetsConfig config)
        : base(credentials, config)
    {
    }

    public Task<DescribeBudgetResponse> DescribeBudgetAsync(DescribeBudgetRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeBudgetResponse>(request, DescribeBudgetRequest.Operation, cancellationToken);

    public Task<DescribeNotificationsForBudgetResponse> DescribeNotificationsForBudgetAsync(
        DescribeNotificationsForBudgetRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeNotificationsForBudgetResponse>(request, DescribeNotificationsForBudgetRequest.Operation, cancellationToken);

    public Task<DescribeSubscribersForNotificationResponse> DescribeSubscribersForNotificationAsync(
        DescribeSubscribersForNotificationRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeSubscribersForNotificationResponse>(request, DescribeSubscribersForNotificationRequest.Operation, cancellationToken);
}
