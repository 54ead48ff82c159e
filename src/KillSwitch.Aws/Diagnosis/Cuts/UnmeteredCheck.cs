using KillSwitch.Core.Denies;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Settings;

namespace KillSwitch.Aws.Diagnosis.Cuts;

/// <summary>Nobody under a cap can spend where no record meters it.</summary>
internal sealed class UnmeteredCheck() : Check("unmetered", ChainPart.Denies, "dynamodb:GetItem, iam:GetAccountAuthorizationDetails")
{
    public override async Task<Finding> LookAsync(Examination account, CancellationToken cancellation)
    {
        var policy = (await account.PolicyAsync(cancellation)).Policy;
        if (policy.Unmetered == UnmeteredUse.Deny)
        {
            return (await account.ConditionsAsync(cancellation)).FirstOrDefault(one => one.Condition.Kind == GuardCondition.UnmeteredOpen) is { } open
                ? Finding.Fault(Sentence.Of(open.Condition.Text), Sentence.Of(open.Condition.Remedy))
                : Finding.Ok("`unmetered: deny` keeps principals under a cap from what no record meters");
        }

        return Judge((await account.WaysOnAsync(policy, cancellation)).Roads);
    }

    internal static Finding Judge(IReadOnlyList<OpenRoad> open)
    {
        string[] who = [.. open.SelectMany(road => road.Principals).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return who.Length == 0
            ? Finding.Ok("no principal under a cap may spend where no record meters it")
            : Finding.Warning(
                $"{who.Length} {(who.Length == 1 ? "principal" : "principals")} under a cap may spend where no record meters it, on {open.Count} {(open.Count == 1 ? "road" : "roads")}, listed below ({Finding.Names(who)})",
                "`unmetered: deny` in the policy, then killswitch policy apply");
    }
}
