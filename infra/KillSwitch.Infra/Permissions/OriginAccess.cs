using Amazon.CDK.AWS.IAM;

namespace KillSwitch.Infra.Permissions;

/// <summary>Reads where Bedrock writes its logs: a group that nobody wrote down is none unless Bedrock's own setting names it.</summary>
internal static class OriginAccess
{
    // Bedrock knows no resource for the setting: it is one for the account and region.
    public static PolicyStatement[] Of() =>
        [new(new PolicyStatementProps
        {
            Sid = "WhereLogsGo",
            Actions = ["bedrock:GetModelInvocationLoggingConfiguration"],
            Resources = ["*"],
        })];
}
