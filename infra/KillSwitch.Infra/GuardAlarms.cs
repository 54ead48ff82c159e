using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Constructs;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra;

/// <summary>The guard tells of its own trouble. Each alarm says what to do.</summary>
internal sealed class GuardAlarms : Construct
{
    private readonly GuardOptions _options;
    private readonly NotificationTopic _notifications;

    public GuardAlarms(Construct scope, string id, GuardOptions options, NotificationTopic notifications, IReadOnlyList<GuardLambda> functions, GuardLambda meter)
        : base(scope, id)
    {
        (_options, _notifications) = (options, notifications);
        foreach (var function in functions)
        {
            var name = function.Node.Id;
            Alarm(name + "Errors", function.Function.MetricErrors(Minute()), 1, $"The {name} function failed. Read its log; what it could not do is tried again, then kept in its dead-letter queue.");
            Alarm(name + "Throttles", function.Function.MetricThrottles(Minute()), 1, $"The {name} function was throttled: raise the account's concurrency, or its reserved one.");
            Alarm(
                name + "DeadLetters",
                function.DeadLetters.MetricApproximateNumberOfMessagesVisible(Minute("Maximum")),
                1,
                $"The {name} function gave up on an event. Mend the cause in its log, then send the queue's messages to the function again.");
        }

        Alarm(
            "MeterBehind",
            new Metric(new MetricProps
            {
                Namespace = "AWS/Lambda",
                MetricName = "AsyncEventAge",
                DimensionsMap = new Dictionary<string, string> { ["FunctionName"] = meter.Function.FunctionName },
                Statistic = "Maximum",
                Period = Duration.Minutes(1),
            }),
            (double)TimeSpan.FromMinutes(5).TotalMilliseconds,
            "Records wait for the meter for more than five minutes: it is throttled or failing. Read its log.");
        Alarm("NoHeartbeat", Own(GuardMetric.Heartbeat, "Sum"), 1, "The guard has shown no sign of life for five minutes. Look at the schedule and the log of the watch.", isFloor: true);
        Alarm("StopsFailed", Own(GuardMetric.StopsFailed, "Maximum"), 1, "Somebody should be stopped and is not. killswitch status says who and why.");
        Alarm("Damaged", Own(GuardMetric.Damaged, "Sum"), 1, "Invocation records could not be read and are not counted. The log of the meter says why.");
        Alarm("Leaks", Own(GuardMetric.Leaks, "Sum"), 1, "Bedrock served a target whose deny is in place. The guard has cut wider; killswitch status says what.");
        Alarm("Tampering", Own(GuardMetric.Tampering, "Sum"), 1, "Someone undid what the guard had done. The message says who; what can be put back was put back.");
        Alarm("Contested", Own(GuardMetric.Contested, "Sum"), 1, "Something of the guard's is undone again and again, and is not put back before the next hour. The message says who does it.");
        foreach (var condition in GuardCondition.All)
            Alarm(condition, Own(condition, "Maximum"), 1, Sentence(condition) + " killswitch status says more, and what to do.");
        Alarm(
            "LoggingFails",
            new Metric(new MetricProps
            {
                Namespace = "AWS/Bedrock",
                MetricName = "ModelInvocationLogsCloudWatchDeliveryFailure",
                DimensionsMap = new Dictionary<string, string> { ["ModelId"] = "Across all model IDs" },
                Statistic = "Sum",
                Period = Duration.Minutes(1),
            }),
            1,
            "Bedrock could not write invocation logs: the guard is blind to those calls. Look at the role and the log group of invocation logging.");
    }

    private static string Sentence(string condition) => condition switch
    {
        GuardCondition.PolicyMissing => "No policy is in force: nothing is stopped.",
        GuardCondition.PolicyInvalid => "The policy in force cannot be read.",
        GuardCondition.LoggingOff => "Bedrock's invocation logging is off: who spends is not known.",
        GuardCondition.LogsSilent => "CloudWatch counts calls to Bedrock, and no record of them arrives.",
        GuardCondition.MetricsMissing => "Records of calls arrive, and CloudWatch counts none.",
        GuardCondition.MetricsUnreadable => "Bedrock's metrics cannot be read.",
        GuardCondition.MeterFailing => "The meter fails on what it is given.",
        GuardCondition.Lagging => "Records reach the meter more than five minutes late.",
        GuardCondition.PriceMissing => "A model without a price was called; it counts at the dearest price of its vendor.",
        GuardCondition.Unattributed => "CloudWatch counts spending that is in no invocation log.",
        GuardCondition.MantleOpen => "The policy denies the mantle endpoint, and somebody under a cap may call it all the same.",
        GuardCondition.TamperingUnheard => "Rules by which the guard hears of tampering were disabled, or are gone.",
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, "a condition without a sentence"),
    };

    private static MetricOptions Minute(string statistic = "Sum") => new() { Period = Duration.Minutes(1), Statistic = statistic };

    private Metric Own(string name, string statistic) => OwnMetric.Of(_options, name, statistic);

    private void Alarm(string id, Metric metric, double threshold, string description, bool isFloor = false)
    {
        var alarm = new Alarm(this, id, new AlarmProps
        {
            AlarmName = $"{_options.StackName}-{id}",
            AlarmDescription = description,
            Metric = metric,
            Threshold = threshold,
            ComparisonOperator = isFloor ? ComparisonOperator.LESS_THAN_THRESHOLD : ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            EvaluationPeriods = isFloor ? 5 : 1,
            TreatMissingData = isFloor ? TreatMissingData.BREACHING : TreatMissingData.NOT_BREACHING,
        });
        SnsAction[] actions = [.. _notifications.All.Select(topic => new SnsAction(topic))];
        alarm.AddAlarmAction(actions);
        alarm.AddOkAction(actions);
    }
}
