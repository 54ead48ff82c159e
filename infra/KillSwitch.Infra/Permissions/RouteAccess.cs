using Amazon.CDK;
using Amazon.CDK.AWS.IAM;

namespace KillSwitch.Infra.Permissions;

/// <summary>Reads which model stands behind a name that hides it, and how a profile is tagged, in any region.</summary>
internal static class RouteAccess
{
    public static PolicyStatement[] Of(Stack stack)
    {
        return
        [
            new(new PolicyStatementProps
            {
                Sid = "ModelsBehindNames",
                Actions =
                [
                    "bedrock:GetInferenceProfile", "bedrock:GetProvisionedModelThroughput", "bedrock:GetCustomModelDeployment",
                    "bedrock:GetCustomModel", "bedrock:GetMarketplaceModelEndpoint", "bedrock:ListTagsForResource",
                ],
                // Reading alone, so by a pattern: a role's own policies may hold 10,240 characters.
                Resources = [$"arn:{stack.Partition}:bedrock:*:{stack.Account}:*"],
            }),
            // Bedrock knows no resource for listing.
            new(new PolicyStatementProps
            {
                Sid = "NamesOfModels",
                Actions = ["bedrock:ListProvisionedModelThroughputs", "bedrock:ListCustomModelDeployments"],
                Resources = ["*"],
            }),
        ];
    }
}
