using Amazon.CDK;
using Constructs;
using KillSwitch.Core.Settings;
using KillSwitch.Infra.Permissions;

namespace KillSwitch.Infra;

/// <summary>Takes in invocation logs, counts, judges, stops.</summary>
internal sealed class MeterLambda : Construct
{
    /// <param name="names">By which home knows those of a sensor; null for names that CloudFormation makes up.</param>
    public MeterLambda(Construct scope, string id, GuardOptions options, GuardReach reach, SensorNames? names = null)
        : base(scope, id)
    {
        Lambda = new GuardLambda(this, "Meter", options, reach.Deployment, new GuardFunctionProps(
            GuardFunction.Meter,
            "Bedrock kill switch: takes in invocation logs, counts, judges, stops",
            512,
            Duration.Seconds(60),
            options.MeterConcurrency,
            [.. LedgerAccess.Of(reach), .. StopAccess.Of(Stack.Of(this), reach), .. TellAccess.Of(reach.TopicArns),
                .. RouteAccess.Of(Stack.Of(this)), .. OriginAccess.Of()])
        {
            Names = names,
        });
    }

    public GuardLambda Lambda { get; }
}
