using Amazon.CDK;
using Amazon.CDK.AWS.IAM;

namespace KillSwitch.Infra.Permissions;

/// <summary>
/// Sets invocation logging up and puts it back. Runs at deployments alone. The one place with <c>iam:PassRole</c>: Bedrock asks for
/// it when the setting names the role that it writes with, so it is that role, to Bedrock, and nothing else.
/// </summary>
internal static class SetupAccess
{
    public static PolicyStatement[] Of(Stack stack, Role? writer)
    {
        List<PolicyStatement> statements =
        [
            new(new PolicyStatementProps
            {
                Sid = "InvocationLogging",
                Actions =
                [
                    "bedrock:GetModelInvocationLoggingConfiguration",
                    "bedrock:PutModelInvocationLoggingConfiguration",
                    "bedrock:DeleteModelInvocationLoggingConfiguration",
                ],
                // Bedrock knows no resource for the setting: it is one for the account and region.
                Resources = ["*"],
            }),
            new(new PolicyStatementProps
            {
                Sid = "Subscription",
                Actions = ["logs:PutSubscriptionFilter", "logs:DeleteSubscriptionFilter", "logs:DescribeSubscriptionFilters"],
                Resources = [$"arn:{stack.Partition}:logs:{stack.Region}:{stack.Account}:log-group:*"],
            }),
        ];
        statements.Add(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "EnableItsRules",
            Actions = ["events:EnableRule"],
            Resources = [$"arn:{stack.Partition}:events:{stack.Region}:{stack.Account}:rule/{stack.StackName}-*"],
        }));
        statements.Add(new PolicyStatement(new PolicyStatementProps
        {
            Sid = "WhatIsInProgress",
            Actions = ["cloudformation:DescribeStackResource", "cloudformation:DescribeStacks"],
            Resources = [$"arn:{stack.Partition}:cloudformation:{stack.Region}:{stack.Account}:stack/{stack.StackName}/*"],
        }));
        if (writer is not null)
        {
            statements.Add(new PolicyStatement(new PolicyStatementProps
            {
                Sid = "LendTheWriter",
                Actions = ["iam:PassRole"],
                Resources = [writer.RoleArn],
                Conditions = new Dictionary<string, object>
                {
                    ["StringEquals"] = new Dictionary<string,
                    object>
                    { ["iam:PassedToService"] = "bedrock.amazonaws.com" },
                },
            }));
        }

        return [.. statements];
    }
}
