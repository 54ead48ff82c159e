using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra.Permissions;

/// <summary>Reads Bedrock's metrics in any region, whether invocation logging is on, and the log group that it writes to, whichever that is.</summary>
internal static class WatchAccess
{
    public static PolicyStatement[] Of(Stack stack) =>
    [
        // CloudWatch knows no resource for reading metrics.
        new(new PolicyStatementProps { Sid = "Metrics", Actions = ["cloudwatch:GetMetricData", "cloudwatch:ListMetrics"], Resources = ["*"] }),
        new(new PolicyStatementProps { Sid = "IsLoggingOn", Actions = ["bedrock:GetModelInvocationLoggingConfiguration"], Resources = ["*"] }),
        // EventBridge knows no resource for listing.
        new(new PolicyStatementProps { Sid = "ListRules", Actions = ["events:ListRules"], Resources = ["*"] }),
        new(new PolicyStatementProps
        {
            Sid = "TamperRules",
            Actions = ["events:EnableRule", "events:ListTargetsByRule"],
            Resources = [$"arn:{stack.Partition}:events:{stack.Region}:{stack.Account}:rule/{GuardSetting.TamperRulesPrefix(stack.StackName)}*"],
        }),
        new(new PolicyStatementProps
        {
            Sid = "FillGaps",
            Actions = ["logs:FilterLogEvents"],
            Resources = [$"arn:{stack.Partition}:logs:{stack.Region}:{stack.Account}:log-group:*"],
        }),
    ];
}
