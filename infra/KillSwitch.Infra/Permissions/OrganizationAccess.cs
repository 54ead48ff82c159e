using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Infra.Permissions;

/// <summary>
/// Attaches and detaches the guard's two service control policies, to and from its own account alone, and rewrites the one that lists
/// who is stopped. A service control policy grants nothing. Nothing at all where the guard has none.
/// </summary>
internal static class OrganizationAccess
{
    public static PolicyStatement[] Of(Stack stack, Deployment deployment)
    {
        if (deployment is not { AccountScp: { } everyone, PrincipalScp: { } principals })
            return [];
        // The management account and the organization are not known here: the policy's id is unique all the same.
        string[] both = [Policy(everyone), Policy(principals)];
        return
        [
            new(new PolicyStatementProps
            {
                Sid = "StopByTheOrganization",
                Actions = ["organizations:AttachPolicy", "organizations:DetachPolicy"],
                Resources = [.. both, $"arn:{stack.Partition}:organizations::*:account/o-*/{stack.Account}"],
            }),
            new(new PolicyStatementProps
            {
                Sid = "ListWhoIsStopped",
                Actions = ["organizations:UpdatePolicy"],
                Resources = [Policy(principals)],
            }),
            new(new PolicyStatementProps
            {
                Sid = "ReadBackTheOrganization",
                Actions = ["organizations:DescribePolicy", "organizations:ListTargetsForPolicy"],
                Resources = both,
            }),
        ];

        string Policy(string id) => $"arn:{stack.Partition}:organizations::*:policy/o-*/service_control_policy/{id}";
    }
}
