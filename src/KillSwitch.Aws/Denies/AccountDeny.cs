using Amazon.IdentityManagement;
using KillSwitch.Aws.Policies;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>
/// Stops a whole account: attaches a prepared deny of its own to every role and user that may spend on Bedrock and is not exempt.
/// </summary>
/// <param name="policyArn">The prepared policy of account stops, and of no others.</param>
/// <param name="policies">Says who is exempt, at the time of the stop.</param>
/// <param name="clock">When it was read back.</param>
public sealed class AccountDeny(AmazonIdentityManagementServiceClient iam, string policyArn, DynamoPolicyStore policies, TimeProvider clock)
{
    /// <summary>Makes room where there is none; null where nothing gives its place.</summary>
    public DenyRoom? Room { get; init; }

    private EveryoneDeny Everyone => field ??= new(iam, new AttachedForm(iam, policyArn, Room), policies, new KnownHolders(), clock);

    /// <summary>Failed when somebody who can be denied could not be; who cannot be changed by anybody is named in the note.</summary>
    public ValueTask<EnforcementResult> DenyAsync(CancellationToken cancellation) => Everyone.DenyAsync(cancellation);

    /// <summary>Takes the deny off everybody who holds it, whoever that is by now.</summary>
    public ValueTask<EnforcementResult> AllowAsync(CancellationToken cancellation) => Everyone.AllowAsync(cancellation);

    /// <summary>Whether everybody who can be denied is; null where that cannot be said.</summary>
    public ValueTask<bool?> IsDeniedAsync(CancellationToken cancellation) => Everyone.IsDeniedAsync(cancellation);

    /// <summary>Whether one is denied; null where that cannot be said, or nobody can change it.</summary>
    public async ValueTask<bool?> IsDeniedToAsync(string principal, CancellationToken cancellation)
    {
        if (AttachedDeny.Obstacle(principal) is not null)
            return null;
        try
        {
            return await new AttachedDeny(iam, policyArn, principal, Room).IsHeldAsync(cancellation);
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            return null;
        }
    }
}
