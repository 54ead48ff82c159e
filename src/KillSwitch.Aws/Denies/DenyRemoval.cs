using Amazon.IdentityManagement;
using Amazon.IdentityManagement.Model;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>Lifts every stop and takes the prepared deny off everybody, so that a guard that is removed leaves nothing behind.</summary>
public sealed class DenyRemoval(AmazonIdentityManagementServiceClient iam, IStopStore stops, Enforcement enforcement, string policyArn)
{
    /// <param name="by">Who removes the guard, for the audit.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The principals that it was taken off though no stop held them.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(string by, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var stop in await stops.OpenAsync(cancellation))
            await enforcement.CommandAsync(stop, new StopCommand.Restore(now, by), cancellation);

        var left = new List<string>();
        for (var holders = await HoldersAsync(cancellation); holders.Count > 0; holders = await HoldersAsync(cancellation))
        {
            foreach (var holder in holders)
                await new AttachedDeny(iam, policyArn, holder).DetachAsync(cancellation);
            left.AddRange(holders);
        }

        return left;
    }

    private async Task<List<string>> HoldersAsync(CancellationToken cancellation)
    {
        try
        {
            // What is detached falls off the list: the first page is always enough.
            var page = await iam.ListEntitiesForPolicyAsync(new ListEntitiesForPolicyRequest { PolicyArn = policyArn }, cancellation);
            return
            [
                .. (page.PolicyRoles ?? []).Select(role => "role/" + role.RoleName),
                .. (page.PolicyUsers ?? []).Select(user => "user/" + user.UserName),
            ];
        }
        catch (NoSuchEntityException)
        {
            return [];
        }
    }
}
