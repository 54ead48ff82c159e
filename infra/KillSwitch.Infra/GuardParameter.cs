using Amazon.CDK;
using Amazon.CDK.AWS.SSM;
using Constructs;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra;

/// <summary>Tells the command line where the guard lives.</summary>
internal sealed class GuardParameter : Construct
{
    public GuardParameter(Construct scope, string id, Deployment deployment)
        : base(scope, id) => new StringParameter(this, "Parameter", new StringParameterProps
        {
            ParameterName = GuardSetting.Parameter(deployment.Stack),
            Description = GuardSetting.ParameterDescription,
            StringValue = Stack.Of(this).ToJsonString(new Dictionary<string, object>(deployment.ToParameter())),
        });
}
