using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Scheduler;
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

        var caller = new Role(this, "Scheduler", new RoleProps
        {
            AssumedBy = new ServicePrincipal("scheduler.amazonaws.com").WithConditions(new Dictionary<string, object>
            {
                ["StringEquals"] = new Dictionary<string, object> { ["aws:SourceAccount"] = stack.Account },
            }),
            Description = "Calls the watch every minute",
        });
        caller.AddToPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "CallTheWatch",
            Actions = ["lambda:InvokeFunction"],
            Resources = [Lambda.Function.FunctionArn],
        }));
        new CfnSchedule(this, "EveryMinute", new CfnScheduleProps
        {
            ScheduleExpression = "rate(1 minute)",
            FlexibleTimeWindow = new CfnSchedule.FlexibleTimeWindowProperty { Mode = "OFF" },
            Target = new CfnSchedule.TargetProperty
            {
                Arn = Lambda.Function.FunctionArn,
                RoleArn = caller.RoleArn,
                // The next minute comes anyway.
                RetryPolicy = new CfnSchedule.RetryPolicyProperty { MaximumRetryAttempts = 0, MaximumEventAgeInSeconds = 60 },
            },
        });
    }

    public GuardLambda Lambda { get; }
}
