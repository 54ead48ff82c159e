using Amazon.IdentityManagement;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>
/// Denies one role or user a part of what it may: a prepared deny is on it, and its tags say which part. Where that cannot be, something
/// wider is said.
/// </summary>
/// <param name="policyArn">The prepared policy.</param>
/// <param name="slots">Every tag that the policy reads.</param>
/// <param name="room">Makes room where there is none; null where nothing gives its place.</param>
/// <param name="clock">When it was read back.</param>
internal sealed class PartOfOne(
    AmazonIdentityManagementServiceClient iam, string policyArn, IReadOnlyList<TagSlots> slots, DenyRoom? room, TimeProvider clock)
{
    /// <param name="principal"><c>role/NAME</c> or <c>user/NAME</c>.</param>
    /// <param name="marks">Which part.</param>
    /// <param name="wider">What is cut in its place, by the reason.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<EnforcementResult> DenyAsync(
        string principal, IReadOnlyList<TagMark> marks, Func<string, EnforcementResult.Wider> wider, CancellationToken cancellation)
    {
        try
        {
            return await Of(principal).PutAsync(marks, known: null, cancellation) switch
            {
                TagResult.Done => new EnforcementResult.Done(clock.GetUtcNow()),
                TagResult.WasSo => new EnforcementResult.Done(clock.GetUtcNow(), WasSo: true),
                TagResult.NoRoom => wider($"{principal} has no tag free to name it"),
                _ => new EnforcementResult.Failed(
                    StopFailure.NotConfirmed, "IAM accepted the change, and the deny does not show when read back"),
            };
        }
        catch (AmazonIdentityManagementServiceException full) when (room is not null && full.Is("LimitExceeded"))
        {
            return await WholeFitsAsync(principal, room, cancellation)
                ? wider($"{principal} has no room for one more policy")
                : IamRefusal.Of(full, policyArn, principal);
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            return IamRefusal.Of(error, policyArn, principal);
        }
    }

    /// <summary>The other parts of it that are stopped stay so.</summary>
    public async ValueTask<EnforcementResult> AllowAsync(string principal, IReadOnlyList<TagMark> marks, CancellationToken cancellation)
    {
        try
        {
            await Of(principal).TakeAsync(marks, cancellation);
            foreach (var wait in ReadBack.Waits)
            {
                await Task.Delay(wait, clock, cancellation);
                if (!TaggedDeny.IsHinted(marks, await new PrincipalTags(iam, principal).ListAsync(cancellation)))
                    return new EnforcementResult.Done(clock.GetUtcNow());
            }

            return new EnforcementResult.Failed(
                StopFailure.NotConfirmed, "IAM accepted the change, and the deny still shows when read back");
        }
        catch (AmazonIdentityManagementServiceException error) when (error.Is("NoSuchEntity"))
        {
            return new EnforcementResult.Done(clock.GetUtcNow());
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            return IamRefusal.Of(error, policyArn, principal);
        }
    }

    /// <summary>Whether the deny is in place now; null where that cannot be said.</summary>
    public async ValueTask<bool?> IsDeniedAsync(string principal, IReadOnlyList<TagMark> marks, CancellationToken cancellation)
    {
        try
        {
            return await Of(principal).IsInPlaceAsync(marks, cancellation);
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            return null;
        }
    }

    // What stops the whole takes the place of what stops a model of it, where a part's deny may not.
    private async Task<bool> WholeFitsAsync(string principal, DenyRoom room, CancellationToken cancellation)
    {
        try
        {
            return await new AttachedDeny(iam, room.Order.All[0], principal, room).MayTakePlaceAsync(cancellation);
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            return false;
        }
    }

    private TaggedDeny Of(string principal) => new(iam, policyArn, slots, principal, clock, room);
}
