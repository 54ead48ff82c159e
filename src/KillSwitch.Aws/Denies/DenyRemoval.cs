using Amazon.IdentityManagement;
using KillSwitch.Aws.Organizations;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;

namespace KillSwitch.Aws.Denies;

/// <summary>
/// Lifts every stop and takes the prepared denies and their tags off everybody, so that a guard that is removed leaves nothing behind; what
/// another guard of the account put on stays.
/// </summary>
public sealed class DenyRemoval(
    AmazonIdentityManagementServiceClient iam, Enforcement enforcement, IReadOnlyList<string> policyArns)
{
    private const int TagsAtOnce = 50;

    /// <summary>Service control policies that are taken off the account, too.</summary>
    public IReadOnlyList<ControlPolicy> ControlPolicies { get; init; } = [];

    /// <summary>The guard's own tags.</summary>
    public StopTags Tags { get; init; } = StopTags.Default;

    /// <param name="by">Who removes the guard, for the audit.</param>
    /// <returns>The principals that a deny was taken off though no stop held them.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(string by, DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var stop in await enforcement.Ports.Stops.OpenAsync(cancellation))
            await enforcement.CommandAsync(stop, new StopCommand.Restore(now, by), cancellation);

        foreach (var policy in ControlPolicies)
            await policy.DetachAsync(cancellation);
        var left = new List<string>();
        foreach (var policyArn in policyArns)
        {
            var deny = new DenyHolders(iam, policyArn);
            for (var holders = await deny.ListAsync(cancellation); holders.Count > 0; holders = await deny.ListAsync(cancellation))
            {
                foreach (var holder in holders)
                    await new AttachedDeny(iam, policyArn, holder).DetachAsync(cancellation);
                left.AddRange(holders);
            }
        }

        foreach (var (principal, _, tags) in await AccountPrincipals.ReadTagsAsync(iam, cancellation))
        {
            foreach (var keys in tags.Keys.Where(Tags.IsOwn).Chunk(TagsAtOnce))
                await new PrincipalTags(iam, principal.Name).RemoveAsync(keys, cancellation);
        }

        return left;
    }
}
