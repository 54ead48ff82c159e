using Amazon.CDK;
using Amazon.CDK.AWS.IAM;

namespace KillSwitch.Infra.Permissions;

/// <summary>Attaches and detaches the prepared policies and no others, and reads what is attached. Creates, edits and passes nothing.</summary>
internal static class StopAccess
{
    public static PolicyStatement[] Of(Stack stack, params string[] preparedPolicies)
    {
        var onlyPrepared = new Dictionary<string, object> { ["ArnEquals"] = new Dictionary<string, object> { ["iam:PolicyARN"] = preparedPolicies } };
        var roles = $"arn:{stack.Partition}:iam::{stack.Account}:role/*";
        var users = $"arn:{stack.Partition}:iam::{stack.Account}:user/*";
        return
        [
            new(new PolicyStatementProps { Sid = "StopRoles", Actions = ["iam:AttachRolePolicy", "iam:DetachRolePolicy"], Resources = [roles], Conditions = onlyPrepared }),
            new(new PolicyStatementProps { Sid = "StopUsers", Actions = ["iam:AttachUserPolicy", "iam:DetachUserPolicy"], Resources = [users], Conditions = onlyPrepared }),
            new(new PolicyStatementProps { Sid = "ReadBack", Actions = ["iam:ListAttachedRolePolicies", "iam:ListAttachedUserPolicies"], Resources = [roles, users] }),
        ];
    }
}
