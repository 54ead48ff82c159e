using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Constructs;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra;

/// <summary>Spend, tokens by kind, the cache-hit ratio, stops and lags on one page.</summary>
internal sealed class GuardDashboard : Construct
{
    private readonly GuardOptions _options;

    public GuardDashboard(Construct scope, string id, GuardOptions options, IReadOnlyList<GuardLambda> functions)
        : base(scope, id)
    {
        _options = options;
        var dashboard = new Dashboard(this, "Dashboard", new DashboardProps { DashboardName = options.StackName });
        dashboard.AddWidgets(
            Graph("Estimated spend, dollars", Own(GuardMetric.Spend, "Sum")),
            Graph(
                "Tokens",
                Own(GuardMetric.InputTokens, "Sum"),
                Own(GuardMetric.CacheReadInputTokens, "Sum"),
                Own(GuardMetric.CacheWriteInputTokens, "Sum"),
                Own(GuardMetric.OutputTokens, "Sum")),
            Graph("Cache-hit ratio", CacheHitRatio()));
        dashboard.AddWidgets(
            Graph("Stops", Own(GuardMetric.Stops, "Sum"), Own(GuardMetric.StopsFailed, "Maximum")),
            Graph("Lags, milliseconds", Own(GuardMetric.DataLag, "p99"), Own(GuardMetric.EnforcementLag, "Maximum")),
            Graph("Records", Own(GuardMetric.Records, "Sum"), Own(GuardMetric.Duplicates, "Sum"), Own(GuardMetric.Refused, "Sum"),
                Own(GuardMetric.Damaged, "Sum")));
        dashboard.AddWidgets(
            Graph("Errors of the guard",
                [.. functions.Select(
                function => function.Function.MetricErrors(new MetricOptions { Period = Duration.Minutes(1), Label = function.Node.Id }))]),
            Graph("Duration of the guard, milliseconds",
                [.. functions.Select(
                function => function.Function.MetricDuration(new MetricOptions { Statistic = "p99", Label = function.Node.Id }))]));
    }

    private static GraphWidget Graph(string title, params IMetric[] metrics) => new(new GraphWidgetProps
    {
        Title = title,
        Left = metrics,
        Width = 8,
        Height = 6,
    });

    private MathExpression CacheHitRatio() => new(new MathExpressionProps
    {
        Label = "from the cache",
        // Without input there is no ratio.
        Expression = "IF(i + r + w > 0, r / (i + r + w))",
        UsingMetrics = new Dictionary<string, IMetric>
        {
            ["i"] = Own(GuardMetric.InputTokens, "Sum"),
            ["r"] = Own(GuardMetric.CacheReadInputTokens, "Sum"),
            ["w"] = Own(GuardMetric.CacheWriteInputTokens, "Sum"),
        },
        Period = Duration.Minutes(5),
    });

    private Metric Own(string name, string statistic) => OwnMetric.Of(_options, name, statistic);
}
