using System.Globalization;
using Amazon.CDK;
using Constructs;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;
using Environment = Amazon.CDK.Environment;

namespace KillSwitch.Infra;

/// <summary>
/// Takes in what Bedrock logs in one further region, into home's table: one ledger, one policy and one set of stops, wherever Bedrock is
/// called. A subscription delivers to functions of its own region alone.
/// </summary>
internal sealed class SensorStack : Stack
{
    /// <summary>A sensor for each region that was asked for; none before home is there, as they name what is home's.</summary>
    public static void Add(Construct scope, GuardOptions options, Deployment? home, HomeStack before)
    {
        if (home is null)
        {
            Annotations.Of(before).AddInfo(
                $"The sensors of {string.Join(", ", options.Regions)} come with the next run, when the home stack is deployed: "
                + new Redeployment(options.DeployedFrom, options.StackName, before.Region).Command);
            return;
        }

        foreach (var region in options.Regions.Where(region => region != home.Region))
            new SensorStack(scope, options with { LogGroup = null }, home, region).AddDependency(before);
    }

    /// <param name="options">What was chosen, for home as for this.</param>
    /// <param name="home">Where home lives, as it was deployed.</param>
    /// <param name="region">Whose logs it takes in.</param>
    /// <param name="id">Of the stack in the app; null for one that tells it from the others.</param>
    public SensorStack(Construct scope, GuardOptions options, Deployment home, string region, string? id = null)
        : base(scope, id ?? $"{GuardSetting.SensorStack(GuardSetting.DefaultStack)}-{region}", new StackProps
        {
            StackName = GuardSetting.SensorStack(options.StackName),
            Description = $"Kill switch for Amazon Bedrock: hears {region} for the guard in {home.Region}",
            TerminationProtection = options.TerminationProtection,
            Env = new Environment { Account = home.Account, Region = region },
        })
    {
        home = home with { DeployedFrom = options.DeployedFrom };
        // Home's group is of home's region, and a lease is home's affair.
        var reach = GuardReach.Of(home with { LogGroup = null, Lease = null, Sensors = options.Regions }, Partition);
        var topic = new NotificationTopic(this, "Notifications", options);
        var logs = new InvocationLogGroup(this, "InvocationLogs", options);
        var meter = new MeterLambda(this, "MeterFunction", options, reach, SensorNames.Meter(options.StackName, region));
        meter.Lambda.Function.AddEnvironment(GuardSetting.LogGroup, logs.LogGroup.LogGroupName);
        if (options.Dashboard)
            meter.Lambda.Function.AddEnvironment(GuardSetting.Dashboard, "true");
        var subscription = new InvocationSubscription(this, "Subscription", logs.LogGroup, meter.Lambda.Function);
        if (options.MantleCallers)
            new MantleRule(this, "MantleCalls", meter.Lambda.Function);
        var setup = new SetupLambda(
            this, "SetupFunction", options, reach, logs, meter, stops: [], SensorNames.Setup(options.StackName, region));
        var tampering = new TamperRules(
            this, "Tampering", setup.Lambda.Function, topic, home.Redeployment, TamperScope.Sensor);
        // Home misses no rule before all are there, nor once the first is on its way out; and hears of a rule more.
        setup.Resource.Node.AddDependency(topic, logs, meter, setup.Lambda, subscription, tampering);
        var rules = (tampering.Count + tampering.Witness.Count).ToString(CultureInfo.InvariantCulture);
        setup.Lambda.Function.AddEnvironment(GuardSetting.TamperRules, rules);
        ((CfnResource)setup.Resource.Node.DefaultChild!).AddPropertyOverride("tamperRules", rules);
        GuardLambda[] functions = [meter.Lambda, setup.Lambda];
        setup.Lambda.Function.AddEnvironment(GuardSetting.OwnRoles, string.Join(',', functions.Select(function => function.Role.RoleArn)));
        new SensorAlarms(this, "Alarms", topic, functions, meter.Lambda);
        new CfnOutput(this, "LogGroupInUse", new CfnOutputProps { Value = setup.Resource.GetAttString("logGroup") });
    }
}
