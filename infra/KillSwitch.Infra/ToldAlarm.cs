using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Constructs;

namespace KillSwitch.Infra;

/// <summary>An alarm of a stack that people hear of, when it goes off and when it is over.</summary>
internal static class ToldAlarm
{
    /// <param name="name">Without the stack's.</param>
    /// <param name="description">What it means, and what to do.</param>
    public static void Add(
        Construct scope, string name, NotificationTopic notifications, IMetric metric, double threshold, string description) =>
        Add(scope, name, notifications, new AlarmProps
        {
            AlarmDescription = description,
            Metric = metric,
            Threshold = threshold,
            ComparisonOperator = ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            EvaluationPeriods = 1,
            TreatMissingData = TreatMissingData.NOT_BREACHING,
        });

    /// <summary>One that goes off where something is no longer so.</summary>
    /// <param name="periods">How many of them without it.</param>
    public static void AddFloor(
        Construct scope, string name, NotificationTopic notifications, IMetric metric, int periods, string description) =>
        Add(scope, name, notifications, new AlarmProps
        {
            AlarmDescription = description,
            Metric = metric,
            Threshold = 1,
            ComparisonOperator = ComparisonOperator.LESS_THAN_THRESHOLD,
            EvaluationPeriods = periods,
            // It falls to INSUFFICIENT_DATA, and tells so. As breaching it would go off at the first deployment, before anything ran.
            TreatMissingData = TreatMissingData.MISSING,
        });

    private static void Add(Construct scope, string name, NotificationTopic notifications, AlarmProps props)
    {
        props.AlarmName = $"{Stack.Of(scope).StackName}-{name}";
        var alarm = new Alarm(scope, name, props);
        SnsAction[] actions = [.. notifications.All.Select(topic => new SnsAction(topic))];
        alarm.AddAlarmAction(actions);
        alarm.AddOkAction(actions);
        if (props.TreatMissingData == TreatMissingData.MISSING)
            alarm.AddInsufficientDataAction(actions);
    }
}
