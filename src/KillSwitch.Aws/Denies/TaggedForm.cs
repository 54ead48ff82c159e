using Amazon.IdentityManagement;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>
/// Models, by a policy that is attached and tags that name them; with it, where there is one, the policy that protects the guard.
/// </summary>
internal sealed class TaggedForm(
    AmazonIdentityManagementServiceClient iam, string policyArn, AccompanyingDeny? beside, string what,
    IReadOnlyList<TagMark> marks, IReadOnlyList<TagSlots> slots, TimeProvider clock, DenyRoom? room = null) : IDenyForm
{
    private readonly DenyHolders _holders = new(iam, policyArn);

    public string PolicyArn => policyArn;

    public string What => what;

    public bool IsReadBackOneByOne => true;

    public async Task<IReadOnlySet<string>> DeniedAsync(IReadOnlyList<AccountPrincipal> everyone, CancellationToken cancellation)
    {
        var attached = await _holders.ListAsync(cancellation);
        return everyone.Where(
            one => TaggedDeny.IsSaid(marks, one.Tags) && (attached.Contains(one.Principal.Name) || one.IsCovered(room, policyArn)))
            .Select(one => one.Principal.Name).ToHashSet(StringComparer.Ordinal);
    }

    public async Task<IReadOnlySet<string>> HoldersAsync(CancellationToken cancellation) =>
        (await AccountPrincipals.ReadTagsAsync(iam, cancellation)).Where(one => TaggedDeny.IsHinted(marks, one.Tags))
            .Select(one => one.Principal.Name).ToHashSet(StringComparer.Ordinal);

    public async Task<EnforcementResult.Failed?> PutAsync(AccountPrincipal principal, CancellationToken cancellation)
    {
        var name = principal.Principal.Name;
        return await Of(name).PutAsync(marks, principal.Tags, cancellation) switch
        {
            TagResult.NoRoom =>
                new(StopFailure.PolicyLimitReached,
                    $"{name} has no tag free to name another stopped model: remove a tag, or stop it or the account"),
            TagResult.NotConfirmed =>
                new(StopFailure.NotConfirmed, $"IAM accepted the change, and the deny does not show when read back on {name}"),
            _ => null,
        };
    }

    public Task TakeAsync(string principal, CancellationToken cancellation) => Of(principal).TakeAsync(marks, cancellation);

    public Task<Accompaniment> AccompanyAsync(IReadOnlyCollection<string> denied, CancellationToken cancellation) =>
        beside is null ? Task.FromResult(Accompaniment.Nothing) : beside.AccompanyAsync(denied, cancellation);

    public Task<bool> IsDeniedToAsync(string principal, CancellationToken cancellation) =>
        Of(principal).IsInPlaceAsync(marks, cancellation);

    private TaggedDeny Of(string principal) => new(iam, policyArn, slots, principal, clock, room);
}
