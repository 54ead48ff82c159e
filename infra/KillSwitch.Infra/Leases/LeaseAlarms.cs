using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Constructs;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Infra.Leases;

/// <summary>Tell when the state machine fails, and when it does not run: nothing else would notice.</summary>
internal sealed class LeaseAlarms : Construct
{
    private const int Minutes = 5;

    public LeaseAlarms(Construct scope, string id, NotificationTopic notifications, string machineArn, Redeployment deploy)
        : base(scope, id)
    {
        ToldAlarm.Add(this, "LeaseFails", notifications, Executions("ExecutionsFailed"), 1,
            "The lease cannot be read, or a leased principal could not be denied, or nobody could be told. Look at the table, and whether "
                + "each leased principal exists and has room for one more policy.");
        ToldAlarm.AddFloor(this, "LeaseUnattended", notifications, Executions("ExecutionsStarted"), Minutes,
            "Nothing has looked at the lease for five minutes: if the guard dies now, the leased go on spending. Look at the schedule and "
                + $"the state machine of the lease; to mend both, {deploy.AsciiCommand}.");

        Metric Executions(string name) => new(new MetricProps
        {
            Namespace = "AWS/States",
            MetricName = name,
            DimensionsMap = new Dictionary<string, string> { ["StateMachineArn"] = machineArn },
            Statistic = "Sum",
            Period = Duration.Minutes(1),
        });
    }
}
