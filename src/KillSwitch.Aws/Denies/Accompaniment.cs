using Amazon.IdentityManagement;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>What became of the policy that goes with a deny.</summary>
/// <param name="WithoutRoom">Who has no room for it: the deny itself holds all the same.</param>
/// <param name="Left">Why it could not be taken off somebody; null where it was.</param>
public sealed record Accompaniment(IReadOnlyList<string> WithoutRoom, EnforcementResult.Failed? Left)
{
    private const int NamedAtMost = 5;

    public static Accompaniment Nothing { get; } = new([], null);

    /// <summary>What is said of those without room.</summary>
    public static string NoteOf(IReadOnlyList<string> withoutRoom) =>
        $"may still change the guard, as there is no room for the policy that denies it: {Listing.Of(withoutRoom, NamedAtMost)}";
}

/// <summary>
/// A second policy that is on whoever holds one of the first. INVARIANT (the deny comes first): it is tried once the first is in place, and
/// where it cannot be put on, nothing follows from that.
/// </summary>
/// <param name="policyArn">The second.</param>
/// <param name="first">The first.</param>
public sealed class AccompanyingDeny(AmazonIdentityManagementServiceClient iam, string policyArn, IReadOnlyList<string> first)
{
    private readonly DenyHolders _holders = new(iam, policyArn);
    private readonly DenyHolders[] _first = [.. first.Select(arn => new DenyHolders(iam, arn))];

    /// <param name="denied">Who is known to hold one of the first; those that IAM lists are added.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<Accompaniment> AccompanyAsync(IReadOnlyCollection<string> denied, CancellationToken cancellation)
    {
        var needed = denied.ToHashSet(StringComparer.Ordinal);
        foreach (var holders in _first)
            needed.UnionWith(await holders.ListAsync(cancellation));
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
