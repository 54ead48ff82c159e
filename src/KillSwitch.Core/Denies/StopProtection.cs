using KillSwitch.Core.Settings;

namespace KillSwitch.Core.Denies;

/// <summary>What keeps a stopped principal from undoing its own stop.</summary>
internal static class StopProtection
{
    // Any partition: the same document serves AWS GovCloud and China.
    private const string Stops = $"arn:*:iam::*:policy{GuardSetting.PolicyPath}*";

    private const string Groups = $"arn:*:iam::*:group{GuardSetting.PolicyPath}*";

    /// <summary>The prepared denies, and the groups that hold them.</summary>
    internal static readonly string[] Prepared = [Stops, Groups];

    internal static readonly DenyStatement[] Statements =
    [
        new(
            "TurnInvocationLoggingOff",
            ["bedrock:PutModelInvocationLoggingConfiguration", "bedrock:DeleteModelInvocationLoggingConfiguration"],
            DenyStatement.EveryResource),
        new(
            "DetachTheStop",
            ["iam:DetachRolePolicy", "iam:DetachUserPolicy", "iam:DetachGroupPolicy"],
            DenyStatement.EveryResource,
            new("ArnLike", "iam:PolicyARN", [Stops])),
        new(
            "RewriteTheStop",
            ["iam:CreatePolicyVersion", "iam:SetDefaultPolicyVersion", "iam:DeletePolicyVersion", "iam:DeletePolicy"],
            [Stops]),
        new(
            "RetagTheStop",
            ["iam:TagRole", "iam:UntagRole", "iam:TagUser", "iam:UntagUser"],
            DenyStatement.EveryResource,
            new("ForAnyValue:StringLike", "aws:TagKeys", [$"{StopTag.KeyPrefix}*"])),
        new(
            "LeaveTheGroupOfTheStopped",
            ["iam:RemoveUserFromGroup", "iam:UpdateGroup", "iam:DeleteGroup"],
            [Groups]),
    ];
}
