using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;

namespace KillSwitch.Aws.Denies;

/// <summary>Who holds a prepared policy.</summary>
internal sealed class DenyHolders(AmazonIdentityManagementServiceClient iam, string policyArn)
{
    private readonly DenyGroup _group = new(iam, policyArn);

    /// <summary>
    /// As <c>role/NAME</c> and <c>user/NAME</c>, the members of the prepared group among them; nobody when the policy is gone.
    /// </summary>
    public async Task<IReadOnlySet<string>> ListAsync(CancellationToken cancellation)
    {
        var holders = new HashSet<string>(StringComparer.Ordinal);
        var pages = Pages.Of(
            marker => iam.ListEntitiesForPolicyAsync(new ListEntitiesForPolicyRequest
            {
                PolicyArn = policyArn,
                Marker = marker,
            }, cancellation),
            page => Pages.Marker(page.IsTruncated, page.Marker));
        try
        {
            await foreach (var page in pages)
            {
                holders.UnionWith((page.PolicyRoles ?? []).Select(role => "role/" + role.RoleName));
                holders.UnionWith((page.PolicyUsers ?? []).Select(user => "user/" + user.UserName));
                if (page.PolicyGroups?.Exists(group => group.GroupName == _group.Name) == true)
                    holders.UnionWith((await _group.MembersAsync(cancellation)).Select(user => "user/" + user));
            }
        }
        catch (AmazonIdentityManagementServiceException error) when (error.Is("NoSuchEntity"))
        {
            // It is attached to nobody any more, either.
        }

        return holders;
    }
}
