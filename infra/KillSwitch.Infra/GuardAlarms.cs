using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Constructs;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra;

/// <summary>The guard tells of its own trouble. Each alarm says what to do.</summary>
internal sealed class GuardAlarms : Construct
{
    private readonly GuardOptions _options;
    private readonly NotificationTopic _notifications;

    public GuardAlarms(Construct scope, string id, GuardOptions options, NotificationTopic notifications,
        IReadOnlyList<GuardLambda> functions, GuardLambda meter, GuardLambda watch)
        : base(scope, id)
    {
        (_options, _notifications) = (options, notifications);
        // What fails is tried again where the event is kept; the watch has its next minute instead.
        foreach (var function in functions.Where(function => function != watch))
        {
            Alarm(
                function.Node.Id + "DeadLetters",
                function.DeadLetters.MetricApproximateNumberOfMessagesVisible(Minute("Maximum")),
                1,
                $"The {function.Node.Id} function gave up on an event. Mend the cause in its log, then send the queue's messages to the "
                    + "function again.");
        }

        Alarm(watch.Node.Id + "Errors", watch.Function.MetricErrors(Minute()), 1,
            "The Watch function failed at a duty. Read its log; the next minute tries again.");
        Alarm(
            "MeterBehind",
            meter.OldestEvent,
            (double)TimeSpan.FromMinutes(5).TotalMilliseconds,
            "Records wait for the meter for more than five minutes: it is throttled or failing. Read its log.");
        // CloudWatch looks back for two minutes more before it takes the data for missing.
        ToldAlarm.AddFloor(this, "NoHeartbeat", _notifications, Own(GuardMetric.Heartbeat, "Sum"), 2,
            "The guard has shown no sign of life for some minutes. Look at the schedule, the reserved concurrency and the log of the "
            + "watch.");
        Alarm("StopsFailed", Own(GuardMetric.StopsFailed, "Maximum"), 1,
            "Somebody should be stopped and is not. killswitch status says who and why.");
        Alarm("Damaged", Own(GuardMetric.Damaged, "Sum"), 1,
            "Invocation records could not be read and are not counted. The log of the meter says why.");
        // One for all of them: an alarm is paid for by the month, and each of these has sent a message of its own.
        Alarm(
            GuardMetric.Trouble,
            Own(GuardMetric.Trouble, "Maximum"),
            1,
            "Something is wrong with the guard, someone undid what it had done, or a stop does not hold. A message said which; killswitch "
                + "status says more, and what to do.");
        Alarm(
            "LoggingFails",
            // By a query, whatever the metric's dimensions: `ModelId = "Across all model IDs"`, as AWS's table has it, or none at all, for
            // which the console has the same words.
            new MathExpression(new MathExpressionProps
            {
                Expression = "SELECT SUM(ModelInvocationLogsCloudWatchDeliveryFailure) FROM \"AWS/Bedrock\"",
                Label = "Invocation logs that could not be written",
                Period = Duration.Minutes(1),
            }),
            1,
            "Bedrock could not write invocation logs: the guard is blind to those calls. Look at the role and the log group of invocation "
                + "logging.");
    }

    private static MetricOptions Minute(string statistic = "Sum") => new() { Period = Duration.Minutes(1), Statistic = statistic };

    private Metric Own(string name, string statistic) => OwnMetric.Of(_options, name, statistic);

    private void Alarm(string name, IMetric metric, double threshold, string description) =>
        ToldAlarm.Add(this, name, _notifications, metric, threshold, description);
}
