using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Settings;

namespace KillSwitch.Infra.Permissions;

/// <summary>
/// Attaches and detaches the prepared policies and no others, sets and removes the tags that they read and no others, reads what is
/// attached and tagged, and reads who may spend, as an account's and a model's stop are for them. Users without room for a policy go
/// into the prepared group that holds it. Creates, edits and passes nothing.
/// </summary>
internal static class StopAccess
{
    // A request without a key would hold for all of them.
    private static Dictionary<string, object> OnlyStopTags(string stack) => new()
    {
        ["ForAllValues:StringLike"] = new Dictionary<string, object> { ["aws:TagKeys"] = StopTags.Of(stack).KeyPrefix + "*" },
        ["Null"] = new Dictionary<string, object> { ["aws:TagKeys"] = "false" },
    };

    public static PolicyStatement[] Of(Stack stack, GuardReach reach)
    {
        var onlyPrepared = new Dictionary<string, object>
        {
            ["ArnEquals"] = new Dictionary<string,
            object>
            { ["iam:PolicyARN"] = reach.Deployment.PreparedPolicies.ToArray() },
        };
        var roles = $"arn:{stack.Partition}:iam::{stack.Account}:role/*";
        var users = $"arn:{stack.Partition}:iam::{stack.Account}:user/*";
        return
        [
            // In one statement: a role's own policies may hold 10,240 characters, and the list of what is prepared is long.
            new(new PolicyStatementProps
            {
                Sid = "Stop",
                Actions = ["iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:AttachUserPolicy", "iam:DetachUserPolicy"],
                Resources = [roles, users],
                Conditions = onlyPrepared,
            }),
            new(new PolicyStatementProps
            {
                Sid = "ReadBack",
                Actions =
                [
                    "iam:ListAttachedRolePolicies", "iam:ListAttachedUserPolicies", "iam:ListGroupsForUser", "iam:ListRoleTags",
                    "iam:ListUserTags", "iam:GetRole", "iam:GetUser",
                ],
                Resources = [roles, users],
            }),
            // IAM knows no resource for it: it is one answer for the account.
            new(new PolicyStatementProps
            {
                Sid = "WhoMaySpend",
                // And which models there are to be taken away, and what gateways are to honour: in one statement, as of a role's own
                // policies there is so much.
                Actions =
                [
                    "iam:GetAccountAuthorizationDetails", "bedrock:ListFoundationModels",
                    .. reach.Deployment.Gateways.Count == 0 ? (string[])[] : ["events:PutEvents"],
                ],
                Resources = ["*"],
            }),
            new(new PolicyStatementProps
            {
                Sid = "StopUsersWithoutRoom",
                Actions = ["iam:AddUserToGroup", "iam:RemoveUserFromGroup", "iam:GetGroup"],
                // By the names that this deployment gives, as one pattern: their list is as long as that of the policies.
                Resources = [reach.Deployment.PreparedGroups],
            }),
            // Reading alone, so by a pattern: it is shorter.
            new(new PolicyStatementProps
            {
                Sid = "WhoHoldsADeny",
                Actions = ["iam:ListEntitiesForPolicy"],
                Resources = [$"arn:{stack.Partition}:iam::{stack.Account}:policy{GuardSetting.PolicyPath}{reach.Deployment.Stack}-deny-*"],
            }),
            new(new PolicyStatementProps
            {
                Sid = "Tag",
                Actions = ["iam:TagRole", "iam:UntagRole", "iam:TagUser", "iam:UntagUser"],
                Resources = [roles, users],
                Conditions = OnlyStopTags(reach.Deployment.Stack),
            }),
            .. OrganizationAccess.Of(stack, reach.Deployment),
        ];
    }
}
