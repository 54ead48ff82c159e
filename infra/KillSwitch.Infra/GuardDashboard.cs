using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Constructs;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra;

/// <summary>
/// What an operator looks at: what to type, whether all is well, what was spent against the limits, who is stopped, who spends, what comes
/// near its limit. The tables are what the watch writes into its log; the graphs are metrics, of which some are
/// written for them alone.
/// </summary>
internal sealed class GuardDashboard : Construct
{
    private const int Whole = 24;
    private const int Half = 12;
    private const int Third = 8;

    private readonly GuardOptions _options;
    private readonly GuardLambda _watch;

    public GuardDashboard(
        Construct scope, string id, GuardOptions options, IReadOnlyList<GuardLambda> functions, GuardLambda watch)
        : base(scope, id)
    {
        (_options, _watch) = (options, watch);
        var dashboard = new Dashboard(this, "Dashboard", new DashboardProps
        {
            DashboardName = NameOf(options),
            // The tables hold the newest lines alone; a query is paid for by what it looks through.
            DefaultInterval = Duration.Hours(3),
        });
        dashboard.AddWidgets(new TextWidget(new TextWidgetProps { Markdown = Advice(), Width = Half, Height = 7 }),
            new AlarmStatusWidget(new AlarmStatusWidgetProps
            {
                Title = "Alarms of the guard: each says what to do",
                Alarms = [.. GuardAlarm.All.Concat(options.Lease is null ? [] : GuardAlarm.OfLease).Select(Named)],
                Width = Half,
                Height = 7,
            }));
        dashboard.AddWidgets(Table("Spent, estimated at list price", OverviewTable.Spend, Half, 5),
            Graph(
                "Spend, dollars in five minutes", Half, 5, [Own(GuardMetric.Spend, "Sum", 5), .. InSensors(GuardMetric.Spend, "Sum", 5)]));
        dashboard.AddWidgets(Table("Stopped now", OverviewTable.Stops, Whole, 6));
        dashboard.AddWidgets(
            Table("Who spends most today", OverviewTable.Spenders, Half, 8), Table("Closest to a limit", OverviewTable.Limits, Half, 8));
        dashboard.AddWidgets(
            new SingleValueWidget(new SingleValueWidgetProps
            {
                Title = "Dead letters: what a function gave up on",
                Metrics = [.. functions.Select(DeadLetters)],
                Width = Third,
                Height = 6,
            }),
            Graph("Lags, milliseconds", Third, 6, Own(GuardMetric.DataLag, "p99"), Own(GuardMetric.EnforcementLag, "Maximum")),
            Graph("Today in no invocation log, dollars", Third, 6, Own(GuardMetric.Unattributed, "Maximum")));
        dashboard.AddWidgets(
            Graph("Input tokens from the cache, share", Third, 6, CacheHitRatio()),
            Graph("Stops decided, and not in force", Third, 6, Own(GuardMetric.Stops, "Sum"), Own(GuardMetric.StopsFailed, "Maximum")),
            Graph("Errors of the guard", Third, 6, [.. functions.Select(Errors)]));
        if (options.Regions.Count > 0)
        {
            dashboard.AddWidgets(
                Graph("Sensors: events that the meter gave up on", Third, 6, Meters("AsyncEventsDropped")),
                Graph("Sensors: lags, milliseconds", Third, 6, InSensors(GuardMetric.DataLag, "p99")),
                Graph("Sensors: errors of the meter", Third, 6, Meters("Errors")));
        }
    }

    /// <summary>CloudWatch knows one dashboard of a name in all regions of an account.</summary>
    public static string NameOf(GuardOptions options) => $"{options.StackName}-{Amazon.CDK.Aws.REGION}";

    // By its name: a dashboard may be there before its alarms.
    private IAlarm Named(string alarm) => Alarm.FromAlarmArn(this, alarm, Stack.Of(this).FormatArn(new ArnComponents
    {
        Service = "cloudwatch",
        Resource = "alarm",
        ResourceName = GuardAlarm.Name(_options.StackName, alarm),
        ArnFormat = ArnFormat.COLON_RESOURCE_NAME,
    }));

    private string Advice()
    {
        var where = $"{GuardSetting.StackOption(_options.StackName)} --region {Amazon.CDK.Aws.REGION}";
        return $"""
            **{_options.StackName}**: what Bedrock spends here, and who is stopped. The tables are written every five minutes.

            | to | type |
            |---|---|
            | see whether the guard is well, who is stopped, what is near its limit | `killswitch status{where}` |
            | know why somebody was stopped | `killswitch explain STOP{where}` |
            | let somebody go on | `killswitch restore STOP{where}` |
            | stop somebody by hand | `killswitch stop role/NAME --reason "why"{where}` |
            | see who spent what, by the hour | `killswitch usage{where}` |
            | find what is wrong with the guard | `killswitch doctor{where}` |
            """;
    }

    private LogQueryWidget Table(string title, OverviewTable table, int width, int height) => new(new LogQueryWidgetProps
    {
        Title = title,
        LogGroupNames = [_watch.LogGroup.LogGroupName],
        QueryLines = [.. table.Query],
        View = LogQueryVisualizationType.TABLE,
        Width = width,
        Height = height,
    });

    private static GraphWidget Graph(string title, int width, int height, params IMetric[] metrics) => new(new GraphWidgetProps
    {
        Title = title,
        Left = metrics,
        Width = width,
        Height = height,
    });

    private static Metric DeadLetters(GuardLambda function) => function.DeadLetters.MetricApproximateNumberOfMessagesVisible(
        new MetricOptions { Period = Duration.Minutes(1), Statistic = "Maximum", Label = function.Node.Id });

    private static Metric Errors(GuardLambda function) =>
        function.Function.MetricErrors(new MetricOptions { Period = Duration.Minutes(1), Label = function.Node.Id });

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

    // The names of a sensor's queues are its own region's; what lies in them, Lambda counts when it gives an event up.
    private Metric[] Meters(string metric) => [.. _options.Regions.Select(region => new Metric(new MetricProps
    {
        Namespace = "AWS/Lambda",
        MetricName = metric,
        DimensionsMap = new Dictionary<string, string>
        {
            ["FunctionName"] = SensorNames.Meter(_options.StackName, region).Function,
        },
        Statistic = "Sum",
        Period = Duration.Minutes(1),
        Region = region,
        Label = region,
    }))];

    private Metric[] InSensors(string name, string statistic, int minutes = 1) =>
        [.. _options.Regions.Select(region => OwnMetric.Of(_options, name, statistic, minutes, region))];

    private Metric Own(string name, string statistic, int minutes = 1) => OwnMetric.Of(_options, name, statistic, minutes);
}
