using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Policies;

namespace KillSwitch.Aws.Diagnosis.Cuts;

/// <summary>Nobody under a cap can spend where nothing is logged: the mantle endpoint.</summary>
internal sealed class MantleCheck() : Check("mantle", ChainPart.Denies, "dynamodb:GetItem, iam:GetAccountAuthorizationDetails")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var policy = (await account.PolicyAsync(cancellation)).Policy;
        if (policy.Mantle == MantleAccess.Deny)
            return await HoldFinding.OfAsync(account, StandingHold.Mantle, policy, "it", cancellation);
        var rules = new RuleBook(policy);
        return Judge([.. (await account.PrincipalsAsync(cancellation))
            .Where(one => one.MaySpendOnMantle && PrincipalCaps.IsUnder(policy, one.Principal) && !rules.IsExempt(one.Principal))
            .Select(one => one.Principal.Name)], account.Place.MantleCallers, account.Redeployment);
    }

    internal static Finding Judge(IReadOnlyList<string> open, bool isTold, Redeployment deploy) => open.Count == 0
        ? Finding.Ok("no principal under a cap may call it")
        : isTold
        ? Finding.Ok("CloudTrail tells who calls it, and its tokens count to them by the minute")
        : Finding.Warning(
            $"A HOLE: {open.Count} {(open.Count == 1 ? "principal" : "principals")} under a cap may call the bedrock-mantle endpoint, "
                + "which writes no invocation logs: what is called there counts toward no cap of a principal or a session "
                + $"({Finding.Names(open)})",
            $"`mantle: deny` in the policy, then killswitch policy apply; or {deploy.With(DeployOption.Flag("mantleCallers", true))}, "
                + "which lets CloudTrail tell who calls it");
}
