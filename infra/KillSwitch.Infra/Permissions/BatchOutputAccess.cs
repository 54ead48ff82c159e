using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using KillSwitch.Core.RunningWork;

namespace KillSwitch.Infra.Permissions;

/// <summary>Reads the manifests of batch jobs where somebody said so: neither what they were asked nor what they answered.</summary>
internal static class BatchOutputAccess
{
    public static PolicyStatement[] Of(Stack stack, BatchOutputs outputs) => outputs.All.Count == 0
        ? []
        :
        [
            new(new PolicyStatementProps
            {
                Sid = "BatchManifests",
                Actions = ["s3:GetObject"],
                Resources = [.. outputs.All.Select(place => $"arn:{stack.Partition}:s3:::{place}/*/{BatchManifest.FileName}")],
            }),
        ];
}
