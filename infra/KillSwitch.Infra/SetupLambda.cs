using Amazon.CDK;
using Constructs;
using KillSwitch.Core.Settings;
using KillSwitch.Infra.Permissions;

namespace KillSwitch.Infra;

/// <summary>
/// Sets invocation logging up, and on removal leaves nothing behind: a custom resource's function, run at deployments alone.
/// </summary>
internal sealed class SetupLambda : Construct
{
    public SetupLambda(Construct scope, string id, GuardOptions options, GuardHome home, InvocationLogGroup logs, MeterLambda meter)
        : base(scope, id)
    {
        var stack = Stack.Of(this);
        Lambda = new GuardLambda(this, "Setup", options, home, new GuardFunctionProps(
            GuardFunction.Setup,
            "Bedrock kill switch: sets invocation logging up, and puts everything back on removal",
            256,
            Duration.Minutes(5),
            null,
            [
                .. LedgerAccess.Of(home.Table),
                .. StopAccess.Of(stack, home),
                .. TellAccess.Of(home.Notifications.All),
                .. SetupAccess.Of(stack, logs.Writer),
            ]));

        var properties = new Dictionary<string, object>
        {
            ["invocationLogging"] = options.InvocationLogging,
            ["textDelivery"] = options.TextDelivery ? "true" : "false",
            ["logGroup"] = logs.LogGroup.LogGroupName,
            ["filterName"] = "killswitch-" + options.StackName,
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
