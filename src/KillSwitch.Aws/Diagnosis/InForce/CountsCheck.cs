using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Engine.EveryMinute;
using KillSwitch.Engine.Health;

namespace KillSwitch.Aws.Diagnosis.InForce;

/// <summary>Every call that was served lately and is charged by tokens names how many.</summary>
internal sealed class CountsCheck() : Check("counts", ChainPart.Policy, "dynamodb:Query")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation) =>
        Judge(await UncountedDuty.FindAsync(account.Guard.Ledger, account.Place.Account, account.Now, cancellation));

    internal static Finding Judge(Condition? uncounted) => uncounted is null
        ? Finding.Ok("every call that was served within a day and is charged by tokens names how many")
        : Finding.Warning(Sentence.Of(uncounted.Text), Sentence.Of(uncounted.Remedy));
}
