using Amazon.CDK.AWS.Budgets;
using Constructs;

namespace KillSwitch.Infra;

/// <summary>
/// A monthly budget of what Bedrock costs. Models of Anthropic, OpenAI, Cohere and others are billed by AWS Marketplace and not under
/// Amazon Bedrock, each as a service of its own name: so Bedrock and all of the Marketplace are counted, rather too much than too little.
/// Credits and refunds are left out: they would hide what is spent.
/// </summary>
internal sealed class BedrockBudget : Construct
{
    private static readonly string[] Alerts = ["ACTUAL", "FORECASTED"];
    private static readonly string[] Metrics = ["UnblendedCost"];

    public BedrockBudget(Construct scope, string id, string name, decimal limit, BudgetTopic topic)
        : base(scope, id)
    {
        var budget = new CfnBudget(this, "Budget", new CfnBudgetProps
        {
            Budget = new CfnBudget.BudgetDataProperty
            {
                BudgetName = name,
                BudgetType = "COST",
                TimeUnit = "MONTHLY",
                BudgetLimit = new CfnBudget.SpendProperty { Amount = (double)limit, Unit = "USD" },
            },
            NotificationsWithSubscribers = Alerts.Select(type => new CfnBudget.NotificationWithSubscribersProperty
            {
                Notification = new CfnBudget.NotificationProperty
                {
                    NotificationType = type,
                    ComparisonOperator = "GREATER_THAN",
                    Threshold = 100,
                    ThresholdType = "PERCENTAGE",
                },
                Subscribers = new[] { new CfnBudget.SubscriberProperty { SubscriptionType = "SNS", Address = topic.Topic.TopicArn } },
            }).ToArray(),
        });
        // Filters that know an Or are younger than the construct. They take the place of CostFilters and CostTypes, and want a metric.
        budget.AddPropertyOverride("Budget.Metrics", Metrics);
        budget.AddPropertyOverride("Budget.FilterExpression", new Dictionary<string, object>
        {
            ["And"] = new object[]
            {
                new Dictionary<string, object>
                {
                    ["Or"] = new object[] { Dimension("SERVICE", "Amazon Bedrock"), Dimension("BILLING_ENTITY", "AWS Marketplace") },
                },
                new Dictionary<string, object> { ["Not"] = Dimension("RECORD_TYPE", "Credit", "Refund") },
            },
        });
        budget.Node.AddDependency(topic.Policy);
    }

    private static Dictionary<string, object> Dimension(string key, params string[] values) => new()
    {
        ["Dimensions"] = new Dictionary<string, object> { ["Key"] = key, ["Values"] = values },
    };
}
