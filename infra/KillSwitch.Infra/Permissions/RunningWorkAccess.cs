using Amazon.CDK;
using Amazon.CDK.AWS.IAM;

namespace KillSwitch.Infra.Permissions;

/// <summary>
/// Finds jobs of Bedrock's, who created them, and what is paid for by the hour, in any region; stops jobs where it is to. Starts none,
/// deletes nothing.
/// </summary>
internal static class RunningWorkAccess
{
    private static readonly string[] Types = ["model-invocation-job", "evaluation-job", "model-customization-job"];

    public static PolicyStatement[] Of(Stack stack, bool stops)
    {
        string[] jobs = [.. Types.Select(type => $"arn:{stack.Partition}:bedrock:*:{stack.Account}:{type}/*")];
        List<PolicyStatement> statements =
        [
            // Bedrock knows no resource for listing, and CloudTrail none for its history of events.
            new(new PolicyStatementProps
            {
                Sid = "WhatRuns",
                Actions =
                [
                    "bedrock:ListModelInvocationJobs", "bedrock:ListEvaluationJobs", "bedrock:ListModelCustomizationJobs",
                    "bedrock:ListProvisionedModelThroughputs",
                    "cloudtrail:LookupEvents",
                ],
                Resources = ["*"],
            }),
            new(new PolicyStatementProps
            {
                Sid = "RolesOfJobs",
                Actions = ["bedrock:GetEvaluationJob", "bedrock:GetModelCustomizationJob"],
                Resources = [$"arn:{stack.Partition}:bedrock:*:{stack.Account}:*"],
            }),
        ];
        if (stops)
        {
            statements.Add(new(new PolicyStatementProps
            {
                Sid = "StopJobs",
                Actions = ["bedrock:StopModelInvocationJob", "bedrock:StopEvaluationJob", "bedrock:StopModelCustomizationJob"],
                Resources = jobs,
            }));
        }

        return [.. statements];
    }
}
