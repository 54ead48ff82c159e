using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Aws.Denies;

/// <summary>
/// Every role and user of the account that an identity policy of its own, attached to it, or of a group of its lets spend on Bedrock.
/// Documents are judged as they come in and not kept: an account has thousands.
/// </summary>
internal sealed class SpendingPrincipals
{
    private const int PageSize = 400;

    private readonly HashSet<string> _granting = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Grants> _groups = new(StringComparer.Ordinal);
    private readonly List<(Principal Principal, Grants Own, IReadOnlyList<string> Groups)> _principals = [];

    private SpendingPrincipals()
    {
    }

    /// <summary>In the order of their names.</summary>
    public static async Task<IReadOnlyList<Principal>> FindAsync(AmazonIdentityManagementServiceClient iam, CancellationToken cancellation)
    {
        var found = new SpendingPrincipals();
        var request = new GetAccountAuthorizationDetailsRequest
        {
            // Without being asked for, AWS's own policies are left out: those that most grants come from.
            Filter = [EntityType.Role.Value, EntityType.User.Value, EntityType.Group.Value, EntityType.LocalManagedPolicy.Value, EntityType.AWSManagedPolicy.Value],
            MaxItems = PageSize,
        };
        do
        {
            var page = await iam.GetAccountAuthorizationDetailsAsync(request, cancellation);
            found.Add(page);
            request.Marker = page.IsTruncated == true ? page.Marker : null;
        }
        while (request.Marker is not null);
        return [.. found._principals.Where(found.MaySpend).Select(one => one.Principal).OrderBy(principal => principal.Name, StringComparer.Ordinal)];
    }

    private void Add(GetAccountAuthorizationDetailsResponse page)
    {
        foreach (var policy in page.Policies ?? [])
        {
            _read.Add(policy.Arn);
            if (IsGrant(policy.PolicyVersionList?.Find(version => version.VersionId == policy.DefaultVersionId)?.Document))
                _granting.Add(policy.Arn);
        }

        foreach (var group in page.GroupDetailList ?? [])
            _groups[group.GroupName] = Grants.Of(group.GroupPolicyList, group.AttachedManagedPolicies);
        foreach (var role in page.RoleDetailList ?? [])
            _principals.Add((new Principal(PrincipalKind.Role, "role/" + role.RoleName, role.Arn), Grants.Of(role.RolePolicyList, role.AttachedManagedPolicies), []));
        foreach (var user in page.UserDetailList ?? [])
            _principals.Add((new Principal(PrincipalKind.User, "user/" + user.UserName, user.Arn), Grants.Of(user.UserPolicyList, user.AttachedManagedPolicies), user.GroupList ?? []));
    }

    private bool MaySpend((Principal Principal, Grants Own, IReadOnlyList<string> Groups) one) =>
        Grant(one.Own) || one.Groups.Any(group => !_groups.TryGetValue(group, out var grants) || Grant(grants));

    // INVARIANT (what is not known counts as a grant): a policy or a group that was attached while the pages were read is in none of them.
    private bool Grant(Grants grants) => grants.Inline || grants.Attached.Any(arn => _granting.Contains(arn) || !_read.Contains(arn));

    private static bool IsGrant(string? document) => document is null || SpendingGrant.IsIn(Uri.UnescapeDataString(document));

    private readonly record struct Grants(bool Inline, IReadOnlyList<string> Attached)
    {
        public static Grants Of(List<PolicyDetail>? inline, List<AttachedPolicyType>? attached) => new(
            inline?.Exists(policy => IsGrant(policy.PolicyDocument)) == true,
            [.. (attached ?? []).Select(policy => policy.PolicyArn)]);
    }
}
