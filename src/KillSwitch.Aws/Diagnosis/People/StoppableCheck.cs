using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Aws.Diagnosis.Principals;

namespace KillSwitch.Aws.Diagnosis.People;

/// <summary>Everybody who may spend can be stopped.</summary>
internal sealed class StoppableCheck()
    : Check("stoppable", ChainPart.People, "iam:GetAccountAuthorizationDetails, iam:GetAccountSummary, dynamodb:GetItem, dynamodb:Query")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation)
    {
        var mayNot = (await account.PrincipalsAsync(cancellation)).Count(one => one.MaySpend);
        return Judge(await OutOfReach.FindAsync(account, cancellation), mayNot);
    }

    /// <param name="found">Who is out of reach.</param>
    /// <param name="spenders">How many roles and users may spend.</param>
    internal static Finding Judge(OutOfReach found, int spenders)
    {
        // Nobody is root every day, and every account has one.
        var beside = found.Unstoppable.Where(one => one.Reach != Reach.Root).Select(one => one.Principal).ToList();
        return beside.Count == 0
            ? Finding.Ok($"all {spenders} roles and users that may spend can be stopped, {found.Exempt.Count} of them exempt")
            : Finding.Warning(
                $"cannot be stopped, or not in every way: {Finding.Names(beside)}", "below is why, and what to do about each");
    }
}
