using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Aws.Denies;

/// <summary>A role or a user of the account.</summary>
/// <param name="MaySpend">Whether an identity policy of its own, attached to it, or of a group of its lets it spend on Bedrock.</param>
/// <param name="Tags">By key.</param>
internal sealed record AccountPrincipal(Principal Principal, bool MaySpend, IReadOnlyDictionary<string, string> Tags)
{
    /// <summary>The same of the mantle endpoint alone.</summary>
    public bool MaySpendOnMantle { get; init; }

    /// <summary>The ARNs of the managed policies that are attached to it.</summary>
    public IReadOnlyList<string> Attached { get; init; } = [];

    /// <summary>Whether it has no room for a policy, and holds another of the guard's that denies all that this one would.</summary>
    public bool IsCovered(DenyRoom? room, string policyArn) =>
        room is not null && Attached.Count >= FewestPolicies && room.Order.IsCovered(policyArn, [.. Attached]);

    // What IAM lets everybody hold. Who may hold more, and has room, is covered all the same.
    private const int FewestPolicies = 10;

    /// <summary>How many groups a user is in.</summary>
    public int Groups { get; init; }

    /// <summary>Whether whoever assumes the role may pass tags of the guard's keys.</summary>
    public bool MayPassStopTags { get; init; }

    public DateTime? CreatedAt { get; init; }

    /// <summary>What IAM gave to it and to no other; null where it was not listed.</summary>
    public string? Id { get; init; }
}

/// <summary>Every role and user of the account. Documents are judged as they come in and not kept: an account has thousands.</summary>
internal sealed class AccountPrincipals
{
    private const int PageSize = 400;

    private readonly HashSet<string> _granting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _grantingMantle = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Grants> _groups = new(StringComparer.Ordinal);
    private readonly List<Read> _principals = [];

    private AccountPrincipals()
    {
    }

    /// <summary>In the order of their names.</summary>
    public static Task<IReadOnlyList<AccountPrincipal>> ReadAsync(
        AmazonIdentityManagementServiceClient iam, CancellationToken cancellation) => ReadAsync(
        iam,
        // Without being asked for, AWS's own policies are left out: those that most grants come from.
        [EntityType.Role, EntityType.User, EntityType.Group, EntityType.LocalManagedPolicy, EntityType.AWSManagedPolicy],
        cancellation);

    /// <summary>
    /// The same without policies and groups, on fewer pages: who may spend is not known, and counts as everybody who holds a policy.
    /// </summary>
    public static Task<IReadOnlyList<AccountPrincipal>> ReadTagsAsync(
        AmazonIdentityManagementServiceClient iam, CancellationToken cancellation) =>
        ReadAsync(iam, [EntityType.Role, EntityType.User], cancellation);

    private static async Task<IReadOnlyList<AccountPrincipal>> ReadAsync(
        AmazonIdentityManagementServiceClient iam, EntityType[] types, CancellationToken cancellation)
    {
        var found = new AccountPrincipals();
        await foreach (var page in DetailsAsync(iam, types, cancellation))
            found.Add(page);
        return [.. found._principals.Select(found.Judge).OrderBy(one => one.Principal.Name, StringComparer.Ordinal)];
    }

    /// <summary>What IAM holds of the given types, page by page.</summary>
    internal static IAsyncEnumerable<GetAccountAuthorizationDetailsResponse> DetailsAsync(
        AmazonIdentityManagementServiceClient iam, EntityType[] types, CancellationToken cancellation) => Pages.Of(
        marker => iam.GetAccountAuthorizationDetailsAsync(
            new GetAccountAuthorizationDetailsRequest
            {
                Filter = [.. types.Select(type => type.Value)],
                MaxItems = PageSize,
                Marker = marker,
            }, cancellation),
        page => Pages.Marker(page.IsTruncated, page.Marker));

    private AccountPrincipal Judge(Read one) => new(
        one.Principal with { Tags = TagSet.OfPrincipal(one.Tags) }, MaySpend(one, _granting, grants => grants.Inline), one.Tags)
    {
        MaySpendOnMantle = MaySpend(one, _grantingMantle, grants => grants.InlineForMantle),
        Attached = one.Own.Attached,
        Groups = one.Groups.Count,
        MayPassStopTags = one.MayPassStopTags,
        CreatedAt = one.CreatedAt,
        Id = one.Id,
    };

    private void Add(GetAccountAuthorizationDetailsResponse page)
    {
        foreach (var policy in page.Policies ?? [])
        {
            _read.Add(policy.Arn);
            var document = policy.PolicyVersionList?.Find(version => version.VersionId == policy.DefaultVersionId)?.Document;
            if (!Is(document, SpendingGrant.IsIn))
                continue;
            _granting.Add(policy.Arn);
            if (Is(document, SpendingGrant.IsForMantleIn))
                _grantingMantle.Add(policy.Arn);
        }

        foreach (var group in page.GroupDetailList ?? [])
            _groups[group.GroupName] = Grants.Of(group.GroupPolicyList, group.AttachedManagedPolicies);
        foreach (var role in page.RoleDetailList ?? [])
        {
            _principals.Add(new Read(Principal.Listed(PrincipalKind.Role, "role/" + role.RoleName, role.Arn),
                Grants.Of(role.RolePolicyList, role.AttachedManagedPolicies), [], PrincipalTags.ByKey(role.Tags))
            {
                MayPassStopTags = Is(role.AssumeRolePolicyDocument, SessionTagTrust.MayPassStopTags),
                CreatedAt = role.CreateDate,
                Id = role.RoleId,
            });
        }

        foreach (var user in page.UserDetailList ?? [])
        {
            _principals.Add(new Read(
                Principal.Listed(PrincipalKind.User, "user/" + user.UserName, user.Arn),
                Grants.Of(user.UserPolicyList, user.AttachedManagedPolicies), user.GroupList ?? [], PrincipalTags.ByKey(user.Tags))
            {
                CreatedAt = user.CreateDate,
                Id = user.UserId,
            });
        }
    }

    private bool MaySpend(Read one, HashSet<string> granting, Func<Grants, bool> isInline)
    {
        return Grant(one.Own) || one.Groups.Any(group => !_groups.TryGetValue(group, out var grants) || Grant(grants));

        // INVARIANT (what is not known counts as a grant): a policy or a group that was attached while the pages were read is in none of
        // them.
        bool Grant(Grants grants) => isInline(grants) || grants.Attached.Any(arn => granting.Contains(arn) || !_read.Contains(arn));
    }

    private static bool Is(string? document, Func<string, bool> judge) => document is null || judge(Uri.UnescapeDataString(document));

    private sealed record Read(Principal Principal, Grants Own, IReadOnlyList<string> Groups, Dictionary<string, string> Tags)
    {
        public bool MayPassStopTags { get; init; }

        public DateTime? CreatedAt { get; init; }

        public required string Id { get; init; }
    }

    private readonly record struct Grants(bool Inline, bool InlineForMantle, IReadOnlyList<string> Attached)
    {
        public static Grants Of(List<PolicyDetail>? inline, List<AttachedPolicyType>? attached) => new(
            inline?.Exists(policy => Is(policy.PolicyDocument, SpendingGrant.IsIn)) == true,
            inline?.Exists(policy => Is(policy.PolicyDocument, SpendingGrant.IsForMantleIn)) == true,
            [.. (attached ?? []).Select(policy => policy.PolicyArn)]);
    }
}
