using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using KillSwitch.Core.Access;
using KillSwitch.Core.Invocations;

namespace KillSwitch.Aws.Denies;

/// <summary>Every role and user of the account with its policies, boundary and trust, ready to be evaluated.</summary>
internal static class AccountIdentities
{
    // Attached while the pages were read: it may say anything.
    private static readonly AccessPolicy Unknown = AccessPolicy.Parse("");

    /// <summary>In the order of their names.</summary>
    public static async Task<IReadOnlyList<Identity>> ReadAsync(AmazonIdentityManagementServiceClient iam, CancellationToken cancellation)
    {
        EntityType[] types =
            [EntityType.Role, EntityType.User, EntityType.Group, EntityType.LocalManagedPolicy, EntityType.AWSManagedPolicy];
        return Of(await AccountPrincipals.DetailsAsync(iam, types, cancellation).ToListAsync(cancellation));
    }

    internal static IReadOnlyList<Identity> Of(IReadOnlyList<GetAccountAuthorizationDetailsResponse> pages)
    {
        var managed = new Dictionary<string, AccessPolicy>(StringComparer.Ordinal);
        foreach (var policy in pages.SelectMany(page => page.Policies ?? []))
            managed[policy.Arn] = Parse(policy.PolicyVersionList?.Find(version => version.VersionId == policy.DefaultVersionId)?.Document);
        var groups = new Dictionary<string, IReadOnlyList<AccessPolicy>>(StringComparer.Ordinal);
        foreach (var group in pages.SelectMany(page => page.GroupDetailList ?? []))
            groups[group.GroupName] = Held(group.GroupPolicyList, group.AttachedManagedPolicies);

        var roles = pages.SelectMany(page => page.RoleDetailList ?? [])
            .Select(role =>
            new Identity(Principal.Listed(PrincipalKind.Role, "role/" + role.RoleName, role.Arn),
                Held(role.RolePolicyList, role.AttachedManagedPolicies))
            {
                Boundary = Boundary(role.PermissionsBoundary?.PermissionsBoundaryArn),
                Trust = Parse(role.AssumeRolePolicyDocument),
                Tags = PrincipalTags.ByKey(role.Tags),
            });
        var users = pages.SelectMany(page => page.UserDetailList ?? []).Select(user => new Identity(
            Principal.Listed(PrincipalKind.User, "user/" + user.UserName, user.Arn),
            [.. Held(user.UserPolicyList, user.AttachedManagedPolicies), .. (user.GroupList ?? [])
                .SelectMany(group => groups.GetValueOrDefault(group, [Unknown]))])
        {
            Boundary = Boundary(user.PermissionsBoundary?.PermissionsBoundaryArn),
            Tags = PrincipalTags.ByKey(user.Tags),
        });
        return [.. roles.Concat(users).OrderBy(one => one.Name, StringComparer.Ordinal)];

        List<AccessPolicy> Held(List<PolicyDetail>? inline, List<AttachedPolicyType>? attached) =>
            [.. (inline ?? []).Select(policy => Parse(policy.PolicyDocument)),
                .. (attached ?? []).Select(policy => managed.GetValueOrDefault(policy.PolicyArn, Unknown))];

        AccessPolicy? Boundary(string? arn) => arn is null ? null : managed.GetValueOrDefault(arn);
    }

    private static AccessPolicy Parse(string? document) =>
        document is null ? Unknown : AccessPolicy.Parse(Uri.UnescapeDataString(document));
}
