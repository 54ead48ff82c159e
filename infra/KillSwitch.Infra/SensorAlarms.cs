using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Constructs;

namespace KillSwitch.Infra;

/// <summary>
/// What home may not hear of: records that wait for a sensor's meter, and events that a sensor gave up on. An alarm tells topics of its own
/// region alone, so the sensor has one.
/// </summary>
internal sealed class SensorAlarms : Construct
{
    public SensorAlarms(
        Construct scope, string id, NotificationTopic notifications, IReadOnlyList<GuardLambda> functions, GuardLambda meter)
        : base(scope, id)
    {
        var queues = functions.ToDictionary(
            function => $"q{function.Node.Id}".ToLowerInvariant(),
            function => (IMetric)function.DeadLetters.MetricApproximateNumberOfMessagesVisible(new MetricOptions
            {
                Period = Duration.Minutes(1),
                Statistic = "Maximum",
            }));
        ToldAlarm.Add(
            this, "DeadLetters", notifications,
            new MathExpression(new MathExpressionProps
            {
                Expression = string.Join(" + ", queues.Keys),
                UsingMetrics = queues,
                Label = "Events that the sensor gave up on",
                Period = Duration.Minutes(1),
            }),
            1,
            "A function of the sensor gave up on an event. Mend the cause in its log, then send the queue's messages to the function "
                + "again.");
        ToldAlarm.Add(
            this, "MeterBehind", notifications, meter.OldestEvent,
            TimeSpan.FromMinutes(5).TotalMilliseconds,
            "Records wait for the sensor's meter for more than five minutes: it is throttled or failing, or home's table cannot be "
                + "reached. Read its log.");
    }
}
