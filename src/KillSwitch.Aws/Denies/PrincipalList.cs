using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Invocations;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>IAM's listing, what the guard itself has put on everybody left out.</summary>
/// <param name="prepared">The guard's own policies.</param>
public sealed class PrincipalList(AmazonIdentityManagementServiceClient iam, IReadOnlyList<string> prepared) : IPrincipalList
{
    public ValueTask<PrincipalListing> ReadAsync(CancellationToken cancellation) =>
        ReadAsync(async () => Listing(await AccountPrincipals.ReadTagsAsync(iam, cancellation), PrincipalQuotas.Fewest));

    public ValueTask<PrincipalListing> ReadWholeAsync(CancellationToken cancellation) =>
        ReadAsync(async () => Listing(await AccountPrincipals.ReadAsync(iam, cancellation), await QuotasAsync(cancellation)));

    public ValueTask<PrincipalListing> FindAsync(string name, CancellationToken cancellation) => ReadAsync(async () =>
    {
        try
        {
            return new PrincipalListing.Read(await OneAsync(name, cancellation) is { } one ? [one] : [], PrincipalQuotas.Fewest);
        }
        catch (AmazonIdentityManagementServiceException error) when (error.Is("NoSuchEntity"))
        {
            return new PrincipalListing.Read([], PrincipalQuotas.Fewest);
        }
    });

    private async Task<ListedPrincipal?> OneAsync(string name, CancellationToken cancellation)
    {
        switch (name.Split('/', 2))
        {
            case ["role", var role]:
                return (await iam.GetRoleAsync(new GetRoleRequest { RoleName = role }, cancellation)).Role is { } found
                    ? One(PrincipalKind.Role, name, found.Arn, found.CreateDate, found.Tags)
                    : null;
            case ["user", var user]:
                return (await iam.GetUserAsync(new GetUserRequest { UserName = user }, cancellation)).User is { } known
                    ? One(PrincipalKind.User, name, known.Arn, known.CreateDate, known.Tags)
                    : null;
            default:
                return null;
        }

        static ListedPrincipal One(PrincipalKind kind, string name, string arn, DateTime? createdAt, List<Tag>? tags) => new(
            Principal.Listed(kind, name, arn) with { Tags = TagsOf(PrincipalTags.ByKey(tags)) }, CreatedAt(createdAt));
    }

    private static TagSet TagsOf(IReadOnlyDictionary<string, string> tags) =>
        TagSet.OfPrincipal(tags.Where(tag => !StopTag.IsKey(tag.Key)));

    private static DateTimeOffset CreatedAt(DateTime? at) =>
        at is { } known ? new DateTimeOffset(known.ToUniversalTime()) : DateTimeOffset.MinValue;

    /// <summary>Whether IAM has a role or a user; null where it does not say.</summary>
    /// <param name="name">As <c>role/NAME</c> or <c>user/NAME</c>.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<bool?> HasAsync(string name, CancellationToken cancellation)
    {
        if (name.Split('/', 2) is not ["role" or "user", _])
            return null;
        try
        {
            return await AttachedDeny.HasPrincipalAsync(iam, name, cancellation);
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            return null;
        }
    }

    private PrincipalListing.Read Listing(IReadOnlyList<AccountPrincipal> everyone, PrincipalQuotas quotas) =>
        new([.. everyone.Select(Listed)], quotas);

    private ListedPrincipal Listed(AccountPrincipal one) =>
        new(one.Principal with { Tags = TagsOf(one.Tags) }, CreatedAt(one.CreatedAt))
        {
            Id = one.Id,
            MaySpend = one.MaySpend,
            IsUnmodifiable = AttachedDeny.Obstacle(one.Principal.Name) is not null,
            Policies = one.Attached.Count(policy => !prepared.Contains(policy)),
            Groups = one.Groups,
            Tags = one.Tags.Keys.Count(key => !StopTag.IsKey(key)),
        };

    private async Task<PrincipalQuotas> QuotasAsync(CancellationToken cancellation)
    {
        var known = (await iam.GetAccountSummaryAsync(new GetAccountSummaryRequest(), cancellation)).SummaryMap ?? [];
        var fewest = PrincipalQuotas.Fewest;
        return new PrincipalQuotas(
            known.GetValueOrDefault("AttachedPoliciesPerRoleQuota", fewest.PoliciesOfRole),
            known.GetValueOrDefault("AttachedPoliciesPerUserQuota", fewest.PoliciesOfUser),
            known.GetValueOrDefault("GroupsPerUserQuota", fewest.GroupsOfUser));
    }

    private static async ValueTask<PrincipalListing> ReadAsync(Func<Task<PrincipalListing.Read>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            return new PrincipalListing.Refused(IamRefusal.Of(error, policyArn: "", "the account").Reason);
        }
    }
}
