using Amazon.CDK;
using Constructs;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra;

/// <summary>What a deployment ends with: where to look, and what to type next.</summary>
internal sealed class GuardOutputs : Construct
{
    public GuardOutputs(Construct scope, string id, GuardOptions options)
        : base(scope, id)
    {
        if (options.Dashboard)
        {
            Output("Dashboard",
                $"https://console.aws.amazon.com/cloudwatch/home?region={Amazon.CDK.Aws.REGION}#dashboards/dashboard/"
                + GuardDashboard.NameOf(options));
        }

        var where = GuardSetting.StackOption(options.StackName);
        Output("NextStep",
            $"killswitch doctor{where}, then killswitch init my.yaml --from-account{where} and killswitch policy apply my.yaml{where}");
    }

    // By this name, and none with a hash, in what the CDK prints.
    private void Output(string name, string value) =>
        new CfnOutput(this, name, new CfnOutputProps { Value = value }).OverrideLogicalId(name);
}
