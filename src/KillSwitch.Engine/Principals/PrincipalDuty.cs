using KillSwitch.Core.Deployments;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Settings;
using KillSwitch.Engine.Health;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Principals;

/// <summary>Looks who there is in the account: who is newly exempt, and whom no deny or no tag fits on any more.</summary>
/// <param name="policy">In force.</param>
/// <param name="principals">IAM's listing.</param>
/// <param name="newlyExempt">Tells of the exempt; null while no policy is in force.</param>
/// <param name="hasControlPolicy">Whether the organization's policy can list who has no room.</param>
/// <param name="deploy">How the guard is deployed again.</param>
public sealed class PrincipalDuty(
    Policy policy, IPrincipalList principals, NewlyExempt? newlyExempt, bool hasControlPolicy, Redeployment deploy) : IMinuteDuty
{
    private static readonly string[] Kinds = [GuardCondition.NewlyExempt, GuardCondition.NoRoomForDeny, GuardCondition.NoTagsFree];

    public string Name => "principals";

    /// <summary>With the two minutes for which a listing must be refused before it is told, within five.</summary>
    public TimeSpan Every => TimeSpan.FromMinutes(3);

    public async ValueTask<bool> LookAsync(Findings findings, DateTimeOffset now, CancellationToken cancellation)
    {
        var listing = await principals.ReadAsync(cancellation);
        // Who may spend takes many pages: it is asked for where the answer matters.
        if (listing is PrincipalListing.Read few
            && new PrincipalLimits(policy, few.Quotas, hasControlPolicy).Conditions(few.Everyone).Any())
        {
            listing = await principals.ReadWholeAsync(cancellation);
        }

        if (listing is not PrincipalListing.Read read)
        {
            findings.Look([GuardCondition.PrincipalsUnread], [Unread(((PrincipalListing.Refused)listing).Reason)]);
            return false;
        }

        var found = new List<Condition>();
        if (newlyExempt is not null && await newlyExempt.LookAsync(read.Everyone, now, cancellation) is { } exempt)
            found.Add(exempt);
        found.AddRange(new PrincipalLimits(policy, read.Quotas, hasControlPolicy).Conditions(read.Everyone));
        findings.Look([.. Kinds, GuardCondition.PrincipalsUnread], found);
        return true;
    }

    private Condition Unread(string reason) => new(
        GuardCondition.PrincipalsUnread,
        "IAM's listing cannot be read",
        "Who is newly exempt, and who has no room for a deny, is not seen, and stops of a model or the account do not find everyone: "
            + $"{reason}.",
        "look in CloudTrail for who calls IAM that often; where it is refused, " + deploy.Command);
}
