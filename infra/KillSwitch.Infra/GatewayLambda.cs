using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using KillSwitch.Core.Settings;
using KillSwitch.Infra.Permissions;

namespace KillSwitch.Infra;

/// <summary>
/// Answers gateways which tags are stopped, at a URL that IAM guards: whoever is named may ask, and nobody else of another account. It
/// reads the table, and changes nothing.
/// </summary>
internal sealed class GatewayLambda : Construct
{
    public GatewayLambda(Construct scope, string id, GuardOptions options, GuardReach reach)
        : base(scope, id)
    {
        var lambda = new GuardLambda(this, "Gateway", options, reach.Deployment, new GuardFunctionProps(
            GuardFunction.Gateway,
            "Bedrock kill switch: answers gateways which tags are stopped",
            256,
            Duration.Seconds(10),
            null,
            [.. LedgerAccess.ReadOf(reach)])
        {
            Retries = 0,
        });
        var url = lambda.Function.AddFunctionUrl(new FunctionUrlOptions { AuthType = FunctionUrlAuthType.AWS_IAM });
        foreach (var (gateway, number) in options.Gateways.Select((arn, index) => (arn, index + 1)))
        {
            // A URL that was made since October 2025 asks for both.
            new CfnPermission(this, $"Ask{number}", new CfnPermissionProps
            {
                FunctionName = lambda.Function.FunctionArn,
                Action = "lambda:InvokeFunctionUrl",
                Principal = gateway,
                FunctionUrlAuthType = "AWS_IAM",
            });
            new CfnPermission(this, $"Invoke{number}", new CfnPermissionProps
            {
                FunctionName = lambda.Function.FunctionArn,
                Action = "lambda:InvokeFunction",
                Principal = gateway,
            });
        }

        new CfnOutput(this, "GatewayUrl", new CfnOutputProps { Value = url.Url }).OverrideLogicalId("GatewayUrl");
    }
}
