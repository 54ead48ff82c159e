using Amazon.IdentityManagement;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>All spending, by a policy that is attached and that is all.</summary>
internal sealed class AttachedForm(
    AmazonIdentityManagementServiceClient iam, string policyArn, DenyRoom? room = null, string what = "the account",
    IReadOnlySet<string>? kept = null) : IDenyForm
{
    private readonly DenyHolders _holders = new(iam, policyArn);

    public string PolicyArn => policyArn;

    public string What => what;

    public bool IsReadBackOneByOne => false;

    public async Task<IReadOnlySet<string>> DeniedAsync(IReadOnlyList<AccountPrincipal> everyone, CancellationToken cancellation) =>
        (await _holders.ListAsync(cancellation))
            .Concat(everyone.Where(one => one.IsCovered(room, policyArn)).Select(one => one.Principal.Name))
            .ToHashSet(StringComparer.Ordinal);

    // Those who are kept under it are let go by nobody.
    public async Task<IReadOnlySet<string>> HoldersAsync(CancellationToken cancellation) =>
        await _holders.ListAsync(cancellation) is var all && kept is { Count: > 0 }
            ? all.Except(kept).ToHashSet(StringComparer.Ordinal)
            : all;

    public async Task<EnforcementResult.Failed?> PutAsync(AccountPrincipal principal, CancellationToken cancellation)
    {
        await new AttachedDeny(iam, policyArn, principal.Principal.Name, room).AttachAsync(cancellation);
        return null;
    }

    // It holds all of it itself.
    public Task<Accompaniment> AccompanyAsync(IReadOnlyCollection<string> denied, CancellationToken cancellation) =>
        Task.FromResult(Accompaniment.Nothing);

    public Task TakeAsync(string principal, CancellationToken cancellation) =>
        new AttachedDeny(iam, policyArn, principal, room).DetachAsync(cancellation);
}
