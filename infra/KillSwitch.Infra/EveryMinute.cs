using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Scheduler;
using Constructs;

namespace KillSwitch.Infra;

/// <summary>Calls a function every minute, by a role that may do nothing else.</summary>
internal static class EveryMinute
{
    /// <param name="what">The function, as people say it.</param>
    /// <param name="sid">Of what the role may.</param>
    public static void Call(Construct scope, GuardLambda lambda, string what, string sid)
    {
        var caller = new Role(scope, "Scheduler", new RoleProps
        {
            AssumedBy = new ServicePrincipal("scheduler.amazonaws.com").WithConditions(new Dictionary<string, object>
            {
                ["StringEquals"] = new Dictionary<string, object> { ["aws:SourceAccount"] = Stack.Of(scope).Account },
            }),
            Description = $"Calls {what} every minute",
        });
        caller.AddToPolicy(new PolicyStatement(new PolicyStatementProps
        {
            Sid = sid,
            Actions = ["lambda:InvokeFunction"],
            Resources = [lambda.Function.FunctionArn],
        }));
        new CfnSchedule(scope, "EveryMinute", new CfnScheduleProps
        {
            ScheduleExpression = "rate(1 minute)",
            FlexibleTimeWindow = new CfnSchedule.FlexibleTimeWindowProperty { Mode = "OFF" },
            Target = new CfnSchedule.TargetProperty
            {
                Arn = lambda.Function.FunctionArn,
                RoleArn = caller.RoleArn,
                // The next minute comes anyway.
                RetryPolicy = new CfnSchedule.RetryPolicyProperty { MaximumRetryAttempts = 0, MaximumEventAgeInSeconds = 60 },
            },
        });
    }
}
