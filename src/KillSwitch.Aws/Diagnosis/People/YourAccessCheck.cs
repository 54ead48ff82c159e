using Amazon.IdentityManagement.Model;
using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Diagnosis.Cuts;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Aws.Diagnosis.People;

/// <summary>The person at the command line may restore, and a stop of the account leaves the person out.</summary>
internal sealed class YourAccessCheck()
    : Check("your-access", ChainPart.People, "dynamodb:GetItem, iam:SimulatePrincipalPolicy, iam:GetAccountAuthorizationDetails")
{
    private static readonly string[] OnRoles = ["iam:AttachRolePolicy", "iam:DetachRolePolicy", "iam:TagRole", "iam:UntagRole"];
    private static readonly string[] OnUsers = ["iam:AttachUserPolicy", "iam:DetachUserPolicy", "iam:TagUser", "iam:UntagUser"];
    private static readonly string[] OnTheTable = ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:Query"];

    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var caller = account.Caller;
        if (caller.Kind == PrincipalKind.Root)
            return Finding.Warning("you are root: you may restore, and root should be nobody's every day", "sign in as a role or a user");
        // An assumed role has lost its path, and IAM asks for it.
        var listed = (await account.PrincipalsAsync(cancellation)).FirstOrDefault(one => one.Principal.Name == caller.Name)?.Principal
            ?? caller;
        var (arn, isExempt) = (listed.Arn, new RuleBook((await account.PolicyAsync(cancellation)).Policy).IsExempt(listed));
        var place = account.Place;
        ContextEntry[] context =
        [
            new() { ContextKeyName = "iam:PolicyARN", ContextKeyType = "string", ContextKeyValues = [place.Arn(PreparedDeny.Spending)] },
            new()
            {
                ContextKeyName = "aws:TagKeys",
                ContextKeyType = "stringList",
                ContextKeyValues = [StopTags.Of(place.Stack).KeyPrefix + "1"],
            },
        ];
        var partition = place.Arn(PreparedDeny.Spending).Split(':')[1];
        var results = new List<EvaluationResult>();
        foreach (var (actions, resource) in ((string[], string)[])
        [
            (OnRoles, $"arn:{partition}:iam::{place.Account}:role/somebody"),
            (OnUsers, $"arn:{partition}:iam::{place.Account}:user/somebody"),
            (OnTheTable, $"arn:{partition}:dynamodb:{place.Region}:{place.Account}:table/{place.Table}"),
        ])
        {
            results.AddRange(await Simulation.OfPrincipalAsync(account, arn, actions, resource, context, cancellation));
        }

        return Judge(
            caller.Name, [.. results.Where(result => result.EvalDecision != "allowed").Select(result => result.EvalActionName)], isExempt);
    }

    internal static Finding Judge(string caller, IReadOnlyList<string> refused, bool isExempt)
    {
        if (refused.Count > 0)
        {
            return Finding.Warning(
                $"{caller} may not restore: it lacks {Finding.Names(refused)}",
                "the table of permissions in docs/deploying.md says what a person needs; the watch carries out what a stopped person "
                + "asked for");
        }

        return isExempt
            ? Finding.Ok($"{caller} may stop and restore, and is exempt")
            : Finding.Warning($"{caller} may stop and restore, and is not exempt: a stop of the account cuts it, too",
                $"`exempt: [ \"{caller}\" ]` in the policy, then killswitch policy apply");
    }
}
