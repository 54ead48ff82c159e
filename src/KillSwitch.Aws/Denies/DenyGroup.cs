using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;

namespace KillSwitch.Aws.Denies;

/// <summary>
/// The prepared group that holds a prepared deny and nothing else, under the policy's own name: for users that hold as many policies
/// as they may. Where it was never deployed, nobody is in it.
/// </summary>
internal sealed class DenyGroup(AmazonIdentityManagementServiceClient iam, string policyArn)
{
    public string Name { get; } = policyArn[(policyArn.LastIndexOf('/') + 1)..];

    /// <summary>Attaches by the given way; a user without room for one more policy becomes a member instead.</summary>
    /// <exception cref="AmazonIdentityManagementServiceException"><c>LimitExceeded</c>: the user is in as many groups as it may be, too, or
    /// there is no such group.</exception>
    public async Task UnlessRoomAsync(string user, Func<Task> attach, CancellationToken cancellation)
    {
        try
        {
            await attach();
        }
        catch (AmazonIdentityManagementServiceException full) when (full.Is("LimitExceeded"))
        {
            try
            {
                await iam.AddUserToGroupAsync(new AddUserToGroupRequest { GroupName = Name, UserName = user }, cancellation);
            }
            catch (AmazonIdentityManagementServiceException error) when (error.Is("NoSuchEntity"))
            {
                throw full;
            }
        }
    }

    /// <summary>Removing who is no member changes nothing.</summary>
    public async Task RemoveAsync(string user, CancellationToken cancellation)
    {
        try
        {
            await iam.RemoveUserFromGroupAsync(new RemoveUserFromGroupRequest { GroupName = Name, UserName = user }, cancellation);
        }
        catch (AmazonIdentityManagementServiceException error) when (error.Is("NoSuchEntity"))
        {
            // No member, no user or no group.
        }
    }

    /// <exception cref="AmazonIdentityManagementServiceException"><c>NoSuchEntity</c>: there is no such user.</exception>
    public async Task<bool> HoldsAsync(string user, CancellationToken cancellation) => await Pages.Each(
        marker => iam.ListGroupsForUserAsync(new ListGroupsForUserRequest { UserName = user, Marker = marker }, cancellation),
        page => Pages.Marker(page.IsTruncated, page.Marker),
        page => page.Groups).AnyAsync(group => group.GroupName == Name, cancellation);

    public async Task<IReadOnlyList<string>> MembersAsync(CancellationToken cancellation) => await Pages.Each(
        marker => iam.GetGroupAsync(new GetGroupRequest { GroupName = Name, Marker = marker }, cancellation),
        page => Pages.Marker(page.IsTruncated, page.Marker),
        page => page.Users).Select(user => user.UserName).ToListAsync(cancellation);
}
