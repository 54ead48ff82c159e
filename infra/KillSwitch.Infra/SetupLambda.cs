using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;
using KillSwitch.Infra.Permissions;

namespace KillSwitch.Infra;

/// <summary>
/// Sets invocation logging up, and on removal leaves nothing behind: a custom resource's function, run at deployments alone.
/// </summary>
internal sealed class SetupLambda : Construct
{
    /// <param name="stops">What it may do about the denies: all that home does, and nothing in a sensor.</param>
    /// <param name="names">By which home knows those of a sensor; null for names that CloudFormation makes up.</param>
    public SetupLambda(
        Construct scope, string id, GuardOptions options, GuardReach reach, InvocationLogGroup logs, MeterLambda meter,
        IEnumerable<PolicyStatement> stops, SensorNames? names = null)
        : base(scope, id)
    {
        var stack = Stack.Of(this);
        Lambda = new GuardLambda(this, "Setup", options, reach.Deployment, new GuardFunctionProps(
            GuardFunction.Setup,
            "Bedrock kill switch: sets invocation logging up, and puts everything back on removal",
            256,
            Duration.Minutes(5),
            null,
            [
                .. LedgerAccess.Of(reach),
                .. stops,
                .. TellAccess.Of(reach.TopicArns),
                .. SetupAccess.Of(stack, logs.Writer),
            ])
        {
            Names = names,
        });

        var properties = new Dictionary<string, object>
        {
            ["invocationLogging"] = options.InvocationLogging,
            ["textDelivery"] = options.TextDelivery ? "true" : "false",
            ["logGroup"] = logs.LogGroup.LogGroupName,
            ["filterName"] = new OwnNames(stack.StackName, stack.Account, stack.Region).Filter,
            ["meterArn"] = meter.Lambda.Function.FunctionArn,
        };
        if (logs.Writer is { } writer)
            properties["loggingRoleArn"] = writer.RoleArn;
        Resource = new CustomResource(this, "Resource", new CustomResourceProps
        {
            ServiceToken = Lambda.Function.FunctionArn,
            ResourceType = GuardResource.Setup,
            Properties = properties,
        });
    }

    public GuardLambda Lambda { get; }

    public CustomResource Resource { get; }
}
