using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Constructs;
using KillSwitch.Core.RunningWork;
using KillSwitch.Core.Settings;
using KillSwitch.Infra.Permissions;

namespace KillSwitch.Infra;

/// <summary>
/// Runs every minute: looks after stops, holds the metrics against the log, fills gaps, tells of the guard's own trouble.
/// </summary>
internal sealed class WatchLambda : Construct
{
    public WatchLambda(Construct scope, string id, GuardOptions options, GuardReach reach)
        : base(scope, id)
    {
        var stack = Stack.Of(this);
        Lambda = new GuardLambda(this, "Watch", options, reach.Deployment, new GuardFunctionProps(
            GuardFunction.Watch,
            "Bedrock kill switch: looks after stops, metrics, gaps and the guard itself every minute",
            512,
            Duration.Seconds(55),
            null,
            [.. LedgerAccess.Of(reach), .. StopAccess.Of(stack, reach), .. TellAccess.Of(reach.TopicArns),
                .. WatchAccess.Of(stack, options), .. BudgetAccess.Of(stack), .. RouteAccess.Of(stack),
                .. RunningWorkAccess.Of(stack, options.RunningJobs == GuardSetting.StopJobs),
                .. BatchOutputAccess.Of(stack, options.BatchOutputs)])
        {
            // The next minute comes anyway, and two at once would do everything twice.
            Retries = 0,
        });
        Lambda.Function.AddEnvironment(
            GuardSetting.Regions,
            string.Join(',', options.Regions.Concat(options.MetricsOnly).Distinct().Where(region => region != stack.Region)
                .Prepend(stack.Region)));
        Lambda.Function.AddEnvironment(GuardSetting.RunningJobs, options.RunningJobs);
        if (options.BatchOutputs != BatchOutputs.Unsaid)
            Lambda.Function.AddEnvironment(GuardSetting.BatchOutputs, options.BatchOutputs.ToString());
        if (options.Bill)
            Lambda.Function.AddEnvironment(GuardSetting.Bill, "true");

        // Apart from what the role holds before the function is there.
        new Policy(this, "Fill", new PolicyProps
        {
            Roles = [Lambda.Role],
            Statements =
            [
                new PolicyStatement(new PolicyStatementProps
                {
                    Sid = "FillSideBySide",
                    Actions = ["lambda:InvokeFunction"],
                    Resources = [Lambda.Function.FunctionArn],
                }),
            ],
        });

        EveryMinute.Call(this, Lambda, "the watch", "CallTheWatch");
    }

    public GuardLambda Lambda { get; }
}
