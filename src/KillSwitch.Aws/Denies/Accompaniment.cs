using Amazon.IdentityManagement;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>What became of the policy that goes with a deny.</summary>
/// <param name="WithoutRoom">Who has no room for it: the deny itself holds all the same.</param>
/// <param name="Left">Why it could not be taken off somebody; null where it was.</param>
internal sealed record Accompaniment(IReadOnlyList<string> WithoutRoom, EnforcementResult.Failed? Left)
{
    public static Accompaniment Nothing { get; } = new([], null);
}

/// <summary>
/// A second policy that is on whoever holds a first one. INVARIANT (the deny comes first): it is tried once the first is in place, and
/// where it cannot be put on, nothing follows from that.
/// </summary>
/// <param name="policyArn">The second.</param>
/// <param name="first">Who holds the first.</param>
internal sealed class AccompanyingDeny(AmazonIdentityManagementServiceClient iam, string policyArn, DenyHolders first)
{
    private readonly DenyHolders _holders = new(iam, policyArn);

    public async Task<Accompaniment> AccompanyAsync(IReadOnlyCollection<string> denied, CancellationToken cancellation)
    {
        var needed = denied.Union(await first.ListAsync(cancellation)).ToHashSet(StringComparer.Ordinal);
        var held = await _holders.ListAsync(cancellation);
        var withoutRoom = new List<string>();
        foreach (var principal in needed.Except(held).Order(StringComparer.Ordinal))
        {
            try
            {
                await new AttachedDeny(iam, policyArn, principal).AttachAsync(cancellation);
            }
            catch (AmazonIdentityManagementServiceException error) when (error.Is("LimitExceeded"))
            {
                withoutRoom.Add(principal);
            }
            catch (Exception error) when (IamRefusal.Is(error))
            {
                // Tried again when the deny is looked at again.
            }
        }

        EnforcementResult.Failed? left = null;
        foreach (var principal in held.Except(needed).Order(StringComparer.Ordinal))
        {
            try
            {
                await new AttachedDeny(iam, policyArn, principal).DetachAsync(cancellation);
            }
            catch (Exception error) when (IamRefusal.Is(error))
            {
                left ??= IamRefusal.Of(error, policyArn, principal);
            }
        }

        return new Accompaniment(withoutRoom, left);
    }
}
