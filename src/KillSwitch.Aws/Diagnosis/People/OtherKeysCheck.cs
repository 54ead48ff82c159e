using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Diagnosis.Principals;
using KillSwitch.Core.OtherKeys;

namespace KillSwitch.Aws.Diagnosis.People;

/// <summary>Nobody who is stopped can go on as somebody else.</summary>
internal sealed class OtherKeysCheck() : Check("other-keys", ChainPart.People, "dynamodb:GetItem, iam:GetAccountAuthorizationDetails")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation) =>
        Judge((await WaysOn.FindAsync(account, (await account.PolicyAsync(cancellation)).Policy, cancellation)).Keys);

    internal static Finding Judge(IReadOnlyList<KeyRing> keys)
    {
        // The worst first, as they come.
        string[] who = [.. keys.SelectMany(ring => ring.Principals)];
        var uncapped = keys.Where(ring => ring.Worst != KeyCap.OwnCap).Sum(ring => ring.Principals.Count);
        if (who.Length == 0)
            return Finding.Ok("no principal under a cap can go on as another identity of the account");
        return Finding.Warning(
            $"{who.Length} {(who.Length == 1 ? "principal" : "principals")} under a cap can go on as another identity after a stop, "
                + $"{uncapped} of them under no cap, listed below ({Finding.Names(who)})",
            "take those permissions from them; a rule `per: principal` without `match` gives every other identity a cap as well");
    }
}
