using Amazon.CDK;
using Constructs;
using KillSwitch.Core.Settings;
using KillSwitch.Infra.Permissions;

namespace KillSwitch.Infra;

/// <summary>Hears AWS Budgets and Cost Anomaly Detection, verifies, and stops what a rule says.</summary>
internal sealed class BudgetLambda : Construct
{
    public BudgetLambda(Construct scope, string id, GuardOptions options, GuardReach reach)
        : base(scope, id)
    {
        var stack = Stack.Of(this);
        Lambda = new GuardLambda(this, "Budget", options, reach.Deployment, new GuardFunctionProps(
            GuardFunction.Budget,
            "Bedrock kill switch: hears AWS Budgets and Cost Anomaly Detection, and verifies what they say",
            256,
            Duration.Seconds(60),
            null,
            [.. LedgerAccess.Of(reach), .. StopAccess.Of(stack, reach), .. TellAccess.Of(reach.TopicArns),
                .. BudgetAccess.Of(stack)]));
    }

    public GuardLambda Lambda { get; }
}
