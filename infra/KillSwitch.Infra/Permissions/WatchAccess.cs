using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra.Permissions;

/// <summary>
/// Reads Bedrock's metrics in any region, whether invocation logging is on, and the log group that it writes to, whichever that is; what
/// principals may hold, whether functions may run, and AWS's Price List; where it is wanted, what AWS bills.
/// </summary>
internal static class WatchAccess
{
    public static PolicyStatement[] Of(Stack stack, GuardOptions options) =>
    [
        // In one statement: a role's own policies may hold 10,240 characters. But for Lambda's none of these knows a resource.
        new(new PolicyStatementProps
        {
            Sid = "See",
            Actions =
            [
                "cloudwatch:GetMetricData", "cloudwatch:ListMetrics", "bedrock:GetModelInvocationLoggingConfiguration", "events:ListRules",
                "iam:GetAccountSummary", "lambda:GetFunctionConcurrency", "pricing:GetProducts",
                "bedrock:ListFoundationModelAgreementOffers", .. options.Bill ? ["ce:GetCostAndUsage"] : (string[])[],
            ],
            Resources = ["*"],
        }),
        new(new PolicyStatementProps
        {
            Sid = "TamperRules",
            Actions = ["events:EnableRule", "events:ListTargetsByRule"],
            Resources =
            [
                $"arn:{stack.Partition}:events:{stack.Region}:{stack.Account}:rule/{GuardSetting.TamperRulesPrefix(stack.StackName)}*",
                .. options.Regions.Count == 0 ? (string[])[] : [OfSensors(stack)],
            ],
        }),
        new(new PolicyStatementProps
        {
            Sid = "FillGaps",
            Actions = ["logs:FilterLogEvents"],
            // Reading alone, so by a pattern where there are sensors: a role's own policies may hold 10,240 characters.
            Resources =
                [$"arn:{stack.Partition}:logs:{(options.Regions.Count == 0 ? stack.Region : "*")}:{stack.Account}:log-group:*"],
        }),
    ];

    private static string OfSensors(Stack stack) =>
        $"arn:{stack.Partition}:events:*:{stack.Account}:rule/"
        + $"{GuardSetting.TamperRulesPrefix(GuardSetting.SensorStack(stack.StackName))}*";
}
