using Amazon.IdentityManagement;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>All spending, by a policy that is attached and that is all.</summary>
internal sealed class AttachedForm(AmazonIdentityManagementServiceClient iam, string policyArn) : IDenyForm
{
    private readonly DenyHolders _holders = new(iam, policyArn);

    public string PolicyArn => policyArn;

    public string What => "the account";

    public bool IsReadBackOneByOne => false;

    public Task<IReadOnlySet<string>> DeniedAsync(IReadOnlyList<AccountPrincipal> everyone, CancellationToken cancellation) => _holders.ListAsync(cancellation);

    public Task<IReadOnlySet<string>> HoldersAsync(CancellationToken cancellation) => _holders.ListAsync(cancellation);

    public async Task<EnforcementResult.Failed?> PutAsync(AccountPrincipal principal, CancellationToken cancellation)
    {
        await new AttachedDeny(iam, policyArn, principal.Principal.Name).AttachAsync(cancellation);
        return null;
    }

    // It holds all of it itself.
    public Task<Accompaniment> AccompanyAsync(IReadOnlyCollection<string> denied, CancellationToken cancellation) => Task.FromResult(Accompaniment.Nothing);

    public Task TakeAsync(string principal, CancellationToken cancellation) => new AttachedDeny(iam, policyArn, principal).DetachAsync(cancellation);
}
