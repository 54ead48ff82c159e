using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Deployments;

namespace KillSwitch.Aws.Diagnosis.Cuts;

/// <summary>Every prepared deny is there and says what this version of the guard writes.</summary>
internal sealed class PreparedPoliciesCheck() : Check("prepared-policies", ChainPart.Denies, "iam:GetPolicy, iam:GetPolicyVersion")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var found = new List<(PreparedPolicy Policy, string? InForce)>();
        foreach (var policy in PreparedPolicy.Of(account.Place))
            found.Add((policy, await policy.InForceAsync(account, cancellation)));
        return Judge(found, account.Redeployment);
    }

    internal static Finding Judge(IReadOnlyList<(PreparedPolicy Policy, string? InForce)> policies, Redeployment deploy)
    {
        if (policies.Where(one => one.InForce is null).Select(one => one.Policy.Name).ToList() is { Count: > 0 } gone)
            return Finding.Fault($"prepared denies are gone: {Finding.Names(gone)}; what they cut cannot be stopped", deploy.Command);
        return policies.Where(one => !PolicyText.IsSame(one.InForce!, one.Policy.Document)).Select(one => one.Policy.Name)
            .ToList() is { Count: > 0 } edited
            ? Finding.Fault($"prepared denies do not say what this version writes: {Finding.Names(edited)}",
                "somebody edited them (CloudTrail: CreatePolicyVersion, SetDefaultPolicyVersion), or the guard and this command line are "
                + $"of two versions: {deploy.Command}, from this version")
            : Finding.Ok($"all {policies.Count} say in IAM what this version writes");
    }
}
