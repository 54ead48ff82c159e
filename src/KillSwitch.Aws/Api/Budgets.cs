using Amazon.Budgets.Model;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;
using KillSwitch.Aws.Api.Runtime;

namespace Amazon.Budgets;

/// <summary>One host a partition, wherever the caller is.</summary>
internal static class BudgetsService
{
    public static ServiceIdentity Identity { get; } = new("Budgets", "2016-10-20", "budgets", "budgets")
    {
        Hosts =
        [
            new("aws", "budgets.{home}.{suffix}") { Fips = false, DualStack = true },
            new("aws-eusc", "budgets.{home}.api.amazonwebservices.eu") { Fips = false },
            new("aws-iso-b", "budgets.global.{suffix}") { Fips = false, DualStack = false },
            new("aws-iso-e", "budgets.global.{suffix}") { Fips = false, DualStack = false },
            new("aws-iso-f", "budgets.global.{suffix}") { Fips = false, DualStack = false },
            new(null, "budgets{fips}.{suffix}"),
        ],
    };

    public static JsonProtocol Protocol { get; } = new(Identity, "AWSBudgetServiceGateway", error => new AmazonBudgetsException(error));
}

public sealed class AmazonBudgetsConfig() : ServiceConfig(BudgetsService.Identity);

internal sealed class AmazonBudgetsException(ErrorResponse error) : ServiceException(error);

public sealed class AmazonBudgetsClient(AWSCredentials? credentials, AmazonBudgetsConfig config) : ServiceClient(credentials, config)
{
    internal Task<DescribeBudgetResponse> DescribeBudgetAsync(
        DescribeBudgetRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeBudgetResponse>(request, DescribeBudgetRequest.Operation, cancellationToken);

    internal Task<DescribeNotificationsForBudgetResponse> DescribeNotificationsForBudgetAsync(
        DescribeNotificationsForBudgetRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeNotificationsForBudgetResponse>(request, DescribeNotificationsForBudgetRequest.Operation, cancellationToken);

    internal Task<DescribeSubscribersForNotificationResponse> DescribeSubscribersForNotificationAsync(
        DescribeSubscribersForNotificationRequest request, CancellationToken cancellationToken = default) =>
        InvokeAsync<DescribeSubscribersForNotificationResponse>(
            request, DescribeSubscribersForNotificationRequest.Operation, cancellationToken);
}

internal sealed class BudgetType(string value) : ConstantClass(value)
{
    public static readonly BudgetType COST = new("COST");
}

internal sealed class TimeUnit(string value) : ConstantClass(value)
{
    public static readonly TimeUnit MONTHLY = new("MONTHLY");
}
