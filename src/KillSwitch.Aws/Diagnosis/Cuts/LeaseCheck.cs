using KillSwitch.Aws.Diagnosis.Checks;
using KillSwitch.Core.Leases;

namespace KillSwitch.Aws.Diagnosis.Cuts;

/// <summary>The lease is renewed.</summary>
internal sealed class LeaseCheck(LeaseTerms terms) : Check("lease", ChainPart.Denies, "dynamodb:GetItem")
{
    public override async Task<Finding> LookAsync(DoctorContext account, CancellationToken cancellation) =>
        Judge(terms, await account.Guard.LeaseBook.ReadAsync(cancellation), account.Now);

    internal static Finding Judge(LeaseTerms terms, Lease? lease, DateTimeOffset now)
    {
        var who = Finding.Names([.. terms.Principals]);
        var why = lease?.Withheld is { } withheld ? $": {withheld}" : "";
        return lease switch
        {
            null => Finding.Fault(
                $"it has lapsed, and {who} may not spend",
                "it begins with the watch's first run that finds the guard well; look at watch-alive"),
            _ when lease.IsLapsed(now) =>
                Finding.Fault($"it has lapsed, and {who} may not spend{why}", "it is renewed when the guard is well; look at watch-alive"),
            { Withheld: not null } => Finding.Fault($"it is not renewed{why}", "mend that, or it lapses"),
            { HasBegun: false } =>
                Finding.Warning("it has not begun: nobody is denied by it yet", "it begins when the guard is well for the first time"),
            _ => Finding.Ok($"it holds for {who}, renewed {Age.Of(now - (lease.RenewedAt ?? now))} ago"),
        };
    }
}
