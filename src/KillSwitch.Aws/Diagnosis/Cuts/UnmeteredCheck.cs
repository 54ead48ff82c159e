using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Diagnosis.Principals;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Policies;

namespace KillSwitch.Aws.Diagnosis.Cuts;

/// <summary>Nobody under a cap can spend where no record meters it.</summary>
internal sealed class UnmeteredCheck() : Check("unmetered", ChainPart.Denies, "dynamodb:GetItem, iam:GetAccountAuthorizationDetails")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var policy = (await account.PolicyAsync(cancellation)).Policy;
        if (policy.Unmetered == UnmeteredUse.Deny)
            return await HoldFinding.OfAsync(account, StandingHold.Unmetered, policy, "what no record meters", cancellation);
        return Judge((await WaysOn.FindAsync(account, policy, cancellation)).Roads);
    }

    internal static Finding Judge(IReadOnlyList<OpenRoad> open)
    {
        string[] who = [.. open.SelectMany(road => road.Principals).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return who.Length == 0
            ? Finding.Ok("no principal under a cap may spend where no record meters it")
            : Finding.Warning(
                $"{who.Length} {(who.Length == 1 ? "principal" : "principals")} under a cap may spend where no record meters it, on "
                    + $"{open.Count} {(open.Count == 1 ? "road" : "roads")}, listed below ({Finding.Names(who)})",
                "`unmetered: deny` in the policy, then killswitch policy apply");
    }
}
