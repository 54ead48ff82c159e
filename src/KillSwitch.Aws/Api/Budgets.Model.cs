using System.Text.Json;
using Amazon.Runtime;
using Amazon.Runtime.Internal;
using KillSwitch.Aws.Api.Json;

namespace Amazon.Budgets.Model;

internal sealed class DescribeBudgetRequest : AmazonWebServiceRequest
{
    public string? AccountId { get; set; }

    public string? BudgetName { get; set; }

    internal static InvokeOptions Operation { get; } = BudgetsService.Protocol.Operation<DescribeBudgetRequest>(
        "DescribeBudget",
        (to, request) => to.Add(nameof(AccountId), request.AccountId)
            .Add(nameof(BudgetName), request.BudgetName),
        from => new DescribeBudgetResponse { Budget = from.Optional(nameof(DescribeBudgetResponse.Budget), Budget.Read) });
}

internal sealed class DescribeBudgetResponse : AmazonWebServiceResponse
{
    public Budget? Budget { get; set; }
}

internal sealed class DescribeNotificationsForBudgetRequest : AmazonWebServiceRequest
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

internal sealed class DescribeNotificationsForBudgetResponse : AmazonWebServiceResponse
{
    public List<Notification>? Notifications { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class DescribeSubscribersForNotificationRequest : AmazonWebServiceRequest
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

internal sealed class DescribeSubscribersForNotificationResponse : AmazonWebServiceResponse
{
    public List<Subscriber>? Subscribers { get; set; }

    public string? NextToken { get; set; }
}

internal sealed class Budget
{
    public string BudgetName { get; set; } = "";

    /// <summary>Null where each period has its own limit.</summary>
    public Spend? BudgetLimit { get; set; }

    public BudgetType? BudgetType { get; set; }

    public TimeUnit? TimeUnit { get; set; }

    public TimePeriod? TimePeriod { get; set; }

    public CalculatedSpend? CalculatedSpend { get; set; }

    public DateTime? LastUpdatedTime { get; set; }

    /// <summary>Null for a budget that is not one of costs.</summary>
    public CostTypes? CostTypes { get; set; }

    /// <summary>A dimension and its values; all dimensions must match. Null or empty where none narrows the budget.</summary>
    public Dictionary<string, List<string>>? CostFilters { get; set; }

    internal static Budget Read(JsonElement from) => new()
    {
        BudgetName = from.Text(nameof(BudgetName)),
        BudgetLimit = from.Optional(nameof(BudgetLimit), Spend.Read),
        BudgetType = from.OptionalText(nameof(BudgetType)) is { } budgetType ? new BudgetType(budgetType) : null,
        TimeUnit = from.OptionalText(nameof(TimeUnit)) is { } timeUnit ? new TimeUnit(timeUnit) : null,
        TimePeriod = from.Optional(nameof(TimePeriod), TimePeriod.Read),
        CalculatedSpend = from.Optional(nameof(CalculatedSpend), CalculatedSpend.Read),
        LastUpdatedTime = from.OptionalTime(nameof(LastUpdatedTime)),
        CostTypes = from.Optional(nameof(CostTypes), CostTypes.Read),
        CostFilters = from.Optional(nameof(CostFilters), Filters),
    };

    private static Dictionary<string, List<string>> Filters(JsonElement from) => from.EnumerateObject().ToDictionary(
        filter => filter.Name, filter => filter.Value.EnumerateArray().Select(value => value.GetString() ?? "").ToList());
}

internal sealed class CalculatedSpend
{
    public Spend? ActualSpend { get; set; }

    public Spend? ForecastedSpend { get; set; }

    internal static CalculatedSpend Read(JsonElement from) => new()
    {
        ActualSpend = from.Optional(nameof(ActualSpend), Spend.Read),
        ForecastedSpend = from.Optional(nameof(ForecastedSpend), Spend.Read),
    };
}

/// <summary>What counts as a cost. AWS counts whatever is not given.</summary>
internal sealed class CostTypes
{
    public bool? IncludeCredit { get; set; }

    internal static CostTypes Read(JsonElement from) => new()
    {
        IncludeCredit = from.OptionalBool(nameof(IncludeCredit)),
    };
}

internal sealed class Notification
{
    /// <summary>ACTUAL or FORECASTED.</summary>
    public string? NotificationType { get; set; }

    public string? ComparisonOperator { get; set; }

    public double? Threshold { get; set; }

    /// <summary>PERCENTAGE or ABSOLUTE_VALUE.</summary>
    public string? ThresholdType { get; set; }

    internal static Notification Read(JsonElement from) => new()
    {
        NotificationType = from.OptionalText(nameof(NotificationType)),
        ComparisonOperator = from.OptionalText(nameof(ComparisonOperator)),
        Threshold = from.OptionalDouble(nameof(Threshold)),
        ThresholdType = from.OptionalText(nameof(ThresholdType)),
    };

    internal static void Write(Utf8JsonWriter to, Notification notification)
    {
        to.Add(nameof(NotificationType), notification.NotificationType)
            .Add(nameof(ComparisonOperator), notification.ComparisonOperator)
            .Add(nameof(ThresholdType), notification.ThresholdType);
        if (notification.Threshold is { } threshold)
            to.WriteNumber(nameof(Threshold), threshold);
    }
}

internal sealed class Spend
{
    public decimal? Amount { get; set; }

    /// <summary><c>USD</c>, or the unit of a usage budget.</summary>
    public string? Unit { get; set; }

    internal static Spend Read(JsonElement from) => new()
    {
        Amount = from.OptionalDecimal(nameof(Amount)),
        Unit = from.OptionalText(nameof(Unit)),
    };
}

internal sealed class Subscriber
{
    /// <summary>The topic's ARN, or the address.</summary>
    public string? Address { get; set; }

    internal static Subscriber Read(JsonElement from) => new()
    {
        Address = from.OptionalText(nameof(Address)),
    };
}

internal sealed class TimePeriod
{
    public DateTime? Start { get; set; }

    public DateTime? End { get; set; }

    internal static TimePeriod Read(JsonElement from) => new()
    {
        Start = from.OptionalTime(nameof(Start)),
        End = from.OptionalTime(nameof(End)),
    };
}
