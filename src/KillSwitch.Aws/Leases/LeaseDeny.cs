using Amazon.IdentityManagement;
using KillSwitch.Aws.Denies;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Leases;

/// <summary>The prepared deny of a lapsed lease, on roles and users.</summary>
public sealed class LeaseDeny(AmazonIdentityManagementServiceClient iam, string policyArn) : ILeaseDeny
{
    public async ValueTask<IReadOnlyList<string>> HoldersAsync(CancellationToken cancellation) =>
        [.. (await new DenyHolders(iam, policyArn).ListAsync(cancellation)).Order(StringComparer.Ordinal)];

    public async ValueTask LiftAsync(string principal, CancellationToken cancellation) =>
        await new AttachedDeny(iam, policyArn, principal).DetachAsync(cancellation);
}
