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

    private PartOfOne Part => new(iam, policyArn, [Tags.Sessions], Room, clock);

    /// <summary>Wider where no tag can name the session.</summary>
    public async ValueTask<EnforcementResult> DenyAsync(StopTarget.Session session, CancellationToken cancellation) =>
        SessionDeny.MarkOf(session, Tags) is not { } mark
        ? Wider(session, $"no tag can hold the name `{session.SessionName}`")
        : await Part.DenyAsync(session.PrincipalName, [mark], why => Wider(session, why), cancellation);

    /// <summary>The other sessions of the role that are stopped stay so.</summary>
    public async ValueTask<EnforcementResult> AllowAsync(StopTarget.Session session, CancellationToken cancellation) =>
        SessionDeny.MarkOf(session, Tags) is not { } mark
        ? new EnforcementResult.Done(clock.GetUtcNow())
        : await Part.AllowAsync(session.PrincipalName, [mark], cancellation);

    /// <summary>Whether the deny is in place now; null where that cannot be said.</summary>
    public async ValueTask<bool?> IsDeniedAsync(StopTarget.Session session, CancellationToken cancellation) =>
        SessionDeny.MarkOf(session, Tags) is not { } mark ? null : await Part.IsDeniedAsync(session.PrincipalName, [mark], cancellation);

    private static EnforcementResult.Wider Wider(StopTarget.Session session, string why) => new(new Widening(
        new StopTarget.Principal(session.Account, session.PrincipalName, session.Arn),
        $"its session could not be cut alone: {why}; the whole of {session.PrincipalName} is stopped"));
}
