using Amazon.CDK;
using Amazon.CDK.AWS.IAM;

namespace KillSwitch.Infra.Permissions;

/// <summary>
/// Attaches and detaches the prepared policies and no others, reads what is attached, and reads who may spend, as an account's stop
/// is for them. Users without room for a policy go into the prepared group that holds it. Creates, edits and passes nothing.
/// </summary>
internal static class StopAccess
{
    public static PolicyStatement[] Of(Stack stack, GuardHome home)
    {
        var onlyPrepared = new Dictionary<string, object> { ["ArnEquals"] = new Dictionary<string, object> { ["iam:PolicyARN"] = home.PreparedPolicies } };
        var roles = $"arn:{stack.Partition}:iam::{stack.Account}:role/*";
        var users = $"arn:{stack.Partition}:iam::{stack.Account}:user/*";
        return
        [
            new(new PolicyStatementProps { Sid = "StopRoles", Actions = ["iam:AttachRolePolicy", "iam:DetachRolePolicy"], Resources = [roles], Conditions = onlyPrepared }),
            new(new PolicyStatementProps { Sid = "StopUsers", Actions = ["iam:AttachUserPolicy", "iam:DetachUserPolicy"], Resources = [users], Conditions = onlyPrepared }),
            new(new PolicyStatementProps { Sid = "ReadBack", Actions = ["iam:ListAttachedRolePolicies", "iam:ListAttachedUserPolicies"], Resources = [roles, users] }),
            // IAM knows no resource for it: it is one answer for the account.
            new(new PolicyStatementProps { Sid = "WhoMaySpend", Actions = ["iam:GetAccountAuthorizationDetails"], Resources = ["*"] }),
            new(new PolicyStatementProps { Sid = "StopUsersWithoutRoom", Actions = ["iam:AddUserToGroup", "iam:RemoveUserFromGroup", "iam:GetGroup"], Resources = home.PreparedGroups }),
            new(new PolicyStatementProps { Sid = "GroupsOfUsers", Actions = ["iam:ListGroupsForUser"], Resources = [users] }),
            new(new PolicyStatementProps { Sid = "WhoIsStoppedWithTheAccount", Actions = ["iam:ListEntitiesForPolicy"], Resources = [home.AccountDenyPolicyArn] }),
            .. OrganizationAccess.Of(stack, home.Organization),
        ];
    }
}
