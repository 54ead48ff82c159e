using Amazon.CDK;
using Amazon.CDK.AWS.IAM;

namespace KillSwitch.Infra.Permissions;

/// <summary>Reads which model stands behind a name that hides it, in any region.</summary>
internal static class RouteAccess
{
    public static PolicyStatement[] Of(Stack stack)
    {
        string Bedrock(string type) => $"arn:{stack.Partition}:bedrock:*:{stack.Account}:{type}/*";
        return
        [
            new(new PolicyStatementProps
            {
                Sid = "ModelsBehindNames",
                Actions =
                [
                    "bedrock:GetInferenceProfile", "bedrock:GetProvisionedModelThroughput", "bedrock:GetCustomModelDeployment",
                    "bedrock:GetCustomModel", "bedrock:GetMarketplaceModelEndpoint",
                ],
                Resources =
                [
                    Bedrock("inference-profile"), Bedrock("application-inference-profile"), Bedrock("provisioned-model"), Bedrock("custom-model-deployment"), Bedrock("custom-model"),
                    // What Bedrock holds an endpoint of SageMaker's against.
                    $"arn:{stack.Partition}:bedrock:*:{stack.Account}:marketplace/model-endpoint/all-access",
                ],
            }),
            // Bedrock knows no resource for listing.
            new(new PolicyStatementProps { Sid = "NamesOfModels", Actions = ["bedrock:ListProvisionedModelThroughputs", "bedrock:ListCustomModelDeployments"], Resources = ["*"] }),
        ];
    }
}
