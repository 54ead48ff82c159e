using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.CloudWatch.Actions;
using Constructs;

namespace KillSwitch.Infra.Leases;

/// <summary>Tell when the state machine fails, and when it does not run: nothing else would notice.</summary>
internal sealed class LeaseAlarms : Construct
{
    private const int Minutes = 5;

    public LeaseAlarms(Construct scope, string id, GuardOptions options, NotificationTopic notifications, string machineArn)
        : base(scope, id)
    {
        Tell("LeaseFails", "ExecutionsFailed", ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD, 1, TreatMissingData.NOT_BREACHING,
            "The lease cannot be read, or a leased principal could not be denied, or nobody could be told. Look at the table, and whether "
                + "each leased principal exists and has room for one more policy.");
        Tell("LeaseUnattended", "ExecutionsStarted", ComparisonOperator.LESS_THAN_THRESHOLD, Minutes, TreatMissingData.MISSING,
            "Nothing has looked at the lease for five minutes: if the guard dies now, the leased go on spending. Look at the schedule and "
                + "the state machine of the lease; make deploy mends both.");

        void Tell(string name, string metric, ComparisonOperator comparison, int periods, TreatMissingData missing, string description)
        {
            var alarm = new Alarm(this, name, new AlarmProps
            {
                AlarmName = $"{options.StackName}-{name}",
                AlarmDescription = description,
                Metric = new Metric(new MetricProps
                {
                    Namespace = "AWS/States",
                    MetricName = metric,
                    DimensionsMap = new Dictionary<string, string> { ["StateMachineArn"] = machineArn },
                    Statistic = "Sum",
                    Period = Duration.Minutes(1),
                }),
                Threshold = 1,
                ComparisonOperator = comparison,
                EvaluationPeriods = periods,
                TreatMissingData = missing,
            });
            SnsAction[] actions = [.. notifications.All.Select(topic => new SnsAction(topic))];
            alarm.AddAlarmAction(actions);
            alarm.AddOkAction(actions);
            // Nothing started since the deployment is no silence yet; nothing started any more tells.
            if (missing == TreatMissingData.MISSING)
                alarm.AddInsufficientDataAction(actions);
        }
    }
}
