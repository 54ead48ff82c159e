using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using KillSwitch.Core.Leases;
using KillSwitch.Infra.Permissions;

namespace KillSwitch.Infra.Leases;

/// <summary>
/// Two halves of one switch: the guard may only take the lease's deny off, the state machine only put it on, and on the leased alone.
/// </summary>
internal static class LeaseAccess
{
    /// <summary>Of the watch and the setup.</summary>
    public static PolicyStatement[] ToLift(Stack stack, string policyArn)
    {
        var principals = $"arn:{stack.Partition}:iam::{stack.Account}:";
        return
        [
            new(new PolicyStatementProps
            {
                Sid = "LiftTheLeasesDeny",
                Actions = ["iam:DetachRolePolicy", "iam:DetachUserPolicy"],
                // Who is leased no more is let go, too.
                Resources = [principals + "role/*", principals + "user/*"],
                Conditions = Only(policyArn),
            }),
            new(new PolicyStatementProps
            {
                Sid = "WhoIsDeniedByTheLease",
                Actions = ["iam:ListEntitiesForPolicy"],
                Resources = [policyArn],
            }),
        ];
    }

    /// <summary>Of the state machine.</summary>
    public static PolicyStatement[] ToDeny(Stack stack, LeaseOptions lease, string policyArn, GuardHome home)
    {
        List<PolicyStatement> statements =
        [
            new(new PolicyStatementProps
            {
                Sid = "ReadTheLease",
                Actions = ["dynamodb:GetItem", "dynamodb:UpdateItem"],
                Resources = [home.Table.TableArn],
                Conditions = new Dictionary<string, object>
                {
                    ["ForAllValues:StringEquals"] = new Dictionary<string,
                    object> { ["dynamodb:LeadingKeys"] = new[] { LeaseItem.Key } },
                },
            }),
            .. TellAccess.Of(home.Notifications.Topic.TopicArn),
        ];
        foreach (var kind in lease.Principals.GroupBy(principal => principal.IsRole).OrderByDescending(kind => kind.Key))
        {
            statements.Add(new PolicyStatement(new PolicyStatementProps
            {
                Sid = kind.Key ? "DenyLeasedRoles" : "DenyLeasedUsers",
                Actions = [kind.Key ? "iam:AttachRolePolicy" : "iam:AttachUserPolicy"],
                Resources = [.. kind.Select(principal => $"arn:{stack.Partition}:iam::{stack.Account}:{principal.Resource}")],
                Conditions = Only(policyArn),
            }));
        }

        return [.. statements];
    }

    private static Dictionary<string, object> Only(string policyArn) =>
        new() { ["ArnEquals"] = new Dictionary<string, object> { ["iam:PolicyARN"] = policyArn } };
}
