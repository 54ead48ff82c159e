using Amazon.IdentityManagement;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>
/// Stops a role, a user, a session, a model or the whole account by attaching a prepared deny policy, and says so only when it reads it
/// back.
/// </summary>
/// <param name="policyArn">The prepared policy for one principal; its ARN names the account.</param>
/// <param name="sessions">Stops one session of a role.</param>
/// <param name="models">Stops a model.</param>
/// <param name="taken">Takes models away from somebody.</param>
/// <param name="wholeAccount">Stops everybody.</param>
/// <param name="clock">When a deny was read back.</param>
public sealed class IamEnforcer(AmazonIdentityManagementServiceClient iam, string policyArn, SessionByTag sessions, ModelByTag models,
    TakenByTag taken, AccountDeny wholeAccount, TimeProvider clock) : IEnforcer
{
    private readonly string _account = policyArn.Split(':') is [_, _, _, _, var account, ..]
        ? account
        : throw new ArgumentException($"`{policyArn}` is not the ARN of a policy", nameof(policyArn));

    /// <summary>Stops those who carry a tag.</summary>
    public required PrincipalsDeny Principals { get; init; }

    /// <summary>Makes room where there is none; null where nothing gives its place.</summary>
    public DenyRoom? Room { get; init; }

    public async ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
        target switch
        {
            _ when Refusal(target) is { } obstacle => obstacle,
            StopTarget.Principal principal => await ChangeAsync(principal.PrincipalName, shouldBeAttached: true, cancellation),
            StopTarget.Session session => await sessions.DenyAsync(session, cancellation),
            StopTarget.Model model => await models.DenyAsync(model, cancellation),
            StopTarget.Principals some => await Principals.DenyAsync(some, cancellation),
            StopTarget.Models some => await taken.DenyAsync(some, cancellation),
            StopTarget.WholeAccount => await wholeAccount.DenyAsync(cancellation),
            _ => throw Unknown(target),
        };

    public async ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
        target switch
        {
            // What was never denied is not denied: lifting it is done.
            _ when Refusal(target) is not null => new EnforcementResult.Done(clock.GetUtcNow()),
            StopTarget.Principal principal => await ChangeAsync(principal.PrincipalName, shouldBeAttached: false, cancellation),
            StopTarget.Session session => await sessions.AllowAsync(session, cancellation),
            StopTarget.Model model => await models.AllowAsync(model, cancellation),
            StopTarget.Principals some => await Principals.AllowAsync(some, cancellation),
            StopTarget.Models some => await taken.AllowAsync(some, cancellation),
            StopTarget.WholeAccount => await wholeAccount.AllowAsync(cancellation),
            _ => throw Unknown(target),
        };

    /// <summary>Whether the deny is in place now; null where that cannot be said.</summary>
    public async ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) => target switch
    {
        _ when Refusal(target) is not null => null,
        StopTarget.Principal principal => await IsAttachedAsync(principal.PrincipalName, cancellation),
        StopTarget.Session session => await sessions.IsDeniedAsync(session, cancellation),
        StopTarget.Model model => await models.IsDeniedAsync(model, cancellation),
        StopTarget.Principals some => await Principals.IsDeniedAsync(some, cancellation),
        StopTarget.Models some => await taken.IsDeniedAsync(some, cancellation),
        StopTarget.WholeAccount => await wholeAccount.IsDeniedAsync(cancellation),
        _ => throw Unknown(target),
    };

    public async ValueTask<bool?> IsDeniedToAsync(StopTarget target, string principal, CancellationToken cancellation) => target switch
    {
        _ when Refusal(target) is not null => null,
        StopTarget.Model model => await models.IsDeniedToAsync(model, principal, cancellation),
        StopTarget.Principals some => await Principals.IsDeniedToAsync(some, principal, cancellation),
        StopTarget.Models some => await taken.IsDeniedToAsync(some, principal, cancellation),
        StopTarget.WholeAccount => await wholeAccount.IsDeniedToAsync(principal, cancellation),
        _ => await IsDeniedAsync(target, cancellation),
    };

    private async ValueTask<bool?> IsAttachedAsync(string principal, CancellationToken cancellation)
    {
        try
        {
            return await new AttachedDeny(iam, policyArn, principal).IsAttachedAsync(cancellation);
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            return null;
        }
    }

    private async ValueTask<EnforcementResult> ChangeAsync(string name, bool shouldBeAttached, CancellationToken cancellation)
    {
        var deny = new AttachedDeny(iam, policyArn, name, Room);
        try
        {
            if (shouldBeAttached)
                await deny.AttachAsync(cancellation);
            else
                await deny.DetachAsync(cancellation);
            return await ReadBackAsync(deny, shouldBeAttached, cancellation);
        }
        catch (Exception error) when (IamRefusal.Is(error))
        {
            var failed = IamRefusal.Of(error, policyArn, name);
            return failed.Failure == StopFailure.PrincipalGone && !shouldBeAttached
                ? new EnforcementResult.Done(clock.GetUtcNow())
                : failed;
        }
    }

    public string? Obstacle(StopTarget target) => Refusal(target)?.Reason;

    // Null where the guard may try.
    private EnforcementResult.Failed? Refusal(StopTarget target) => target.ToWhose() switch
    {
        _ when target.Account != _account =>
            new(StopFailure.Unmodifiable, $"it belongs to account {target.Account}, and the guard to {_account}"),
        StopTarget.Principal principal => Unmodifiable(AttachedDeny.Obstacle(principal.PrincipalName)),
        StopTarget.Session session => Unmodifiable(AttachedDeny.Obstacle(session.PrincipalName)
            ?? (session.PrincipalName.StartsWith("role/", StringComparison.Ordinal)
                ? null
                : "only a role has sessions: stop the user itself")),
        _ => null,
    };

    private static ArgumentOutOfRangeException Unknown(StopTarget target) => new(nameof(target), target, "IAM cuts no such thing");

    private static EnforcementResult.Failed? Unmodifiable(string? obstacle) =>
        obstacle is null ? null : new(StopFailure.Unmodifiable, obstacle);

    private async Task<EnforcementResult> ReadBackAsync(AttachedDeny deny, bool shouldBeAttached, CancellationToken cancellation)
    {
        foreach (var wait in ReadBack.Waits)
        {
            await Task.Delay(wait, clock, cancellation);
            if (await deny.IsAttachedAsync(cancellation) == shouldBeAttached)
                return new EnforcementResult.Done(clock.GetUtcNow());
        }

        return new EnforcementResult.Failed(
            StopFailure.NotConfirmed,
            $"IAM accepted the change, and the deny {(shouldBeAttached ? "does not show" : "still shows")} when read back");
    }
}
