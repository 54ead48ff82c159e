using Amazon.IdentityManagement;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>Stops one session of a role: the prepared deny is on the role, and a tag of the role names the session.</summary>
/// <param name="policyArn">The prepared policy of session stops.</param>
/// <param name="clock">When it was read back.</param>
public sealed class SessionByTag(AmazonIdentityManagementServiceClient iam, string policyArn, TimeProvider clock)
{
    /// <summary>Makes room where there is none; null where nothing gives its place.</summary>
    public DenyRoom? Room { get; init; }

    /// <summary>The guard's tags.</summary>
    public StopTags Tags { get; init; } = StopTags.Default;

    /// <summary>Wider where no tag can name the session.</summary>
    public async ValueTask<EnforcementResult> DenyAsync(StopTarget.Session session, CancellationToken cancellation)
    {
        if (SessionDeny.MarkOf(session, Tags) is not { } mark)
            return Wider(session, $"no tag can hold the name `{session.SessionName}`");
        try
        {
            return await Of(session).PutAsync([mark], known: null, cancellation) switch
            {
                TagResult.Done => new EnforcementResult.Done(clock.GetUtcNow()),
                TagResult.WasSo => new EnforcementResult.Done(clock.GetUtcNow(), WasSo: true),
                TagResult.NoRoom => Wider(session, $"{session.PrincipalName} has no tag free to name it"),
                _ => new EnforcementResult.Failed(
                    StopFailure.NotConfirmed, "IAM accepted the change, and the deny does not show when read back"),
            };
        }
        catch (AmazonIdentityManagementServiceException full) when (Room is not null && full.Is("LimitExceeded"))
        {
            return await WholeFitsAsync(session, Room, cancellation)
                ? Wider(session, $"{session.PrincipalName} has no room for one more policy")
                : IamRefusal.Of(full, policyArn, session.PrincipalName);
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            return IamRefusal.Of(error, policyArn, session.PrincipalName);
        }
    }

    /// <summary>The other sessions of the role that are stopped stay so.</summary>
    public async ValueTask<EnforcementResult> AllowAsync(StopTarget.Session session, CancellationToken cancellation)
    {
        if (SessionDeny.MarkOf(session, Tags) is not { } mark)
            return new EnforcementResult.Done(clock.GetUtcNow());
        try
        {
            await Of(session).TakeAsync([mark], cancellation);
            foreach (var wait in ReadBack.Waits)
            {
                await Task.Delay(wait, clock, cancellation);
                if (!TaggedDeny.IsHinted([mark], await new PrincipalTags(iam, session.PrincipalName).ListAsync(cancellation)))
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
            return IamRefusal.Of(error, policyArn, session.PrincipalName);
        }
    }

    /// <summary>Whether the deny is in place now; null where that cannot be said.</summary>
    public async ValueTask<bool?> IsDeniedAsync(StopTarget.Session session, CancellationToken cancellation)
    {
        if (SessionDeny.MarkOf(session, Tags) is not { } mark)
            return null;
        try
        {
            return await Of(session).IsInPlaceAsync([mark], cancellation);
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            return null;
        }
    }

    // What stops the whole role takes the place of what stops a model of it, where a session's deny may not.
    private async Task<bool> WholeFitsAsync(StopTarget.Session session, DenyRoom room, CancellationToken cancellation)
    {
        try
        {
            return await new AttachedDeny(iam, room.Order.All[0], session.PrincipalName, room).MayTakePlaceAsync(cancellation);
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            return false;
        }
    }

    private TaggedDeny Of(StopTarget.Session session) => new(iam, policyArn, [Tags.Sessions], session.PrincipalName, clock, Room);

    private static EnforcementResult.Wider Wider(StopTarget.Session session, string why) => new(new Widening(
        new StopTarget.Principal(session.Account, session.PrincipalName, session.Arn),
        $"its session could not be cut alone: {why}; the whole of {session.PrincipalName} is stopped"));
}
