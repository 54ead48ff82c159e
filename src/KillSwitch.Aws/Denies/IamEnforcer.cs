using Amazon.IdentityManagement;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>Stops a role, a user or the whole account by attaching a prepared deny policy, and says so only when it reads it back.</summary>
/// <param name="iam">The account's IAM.</param>
/// <param name="policyArn">The prepared policy for one principal; its ARN names the account.</param>
/// <param name="wholeAccount">Stops everybody.</param>
/// <param name="clock">When a deny was read back.</param>
public sealed class IamEnforcer(AmazonIdentityManagementServiceClient iam, string policyArn, AccountDeny wholeAccount, TimeProvider clock) : IEnforcer
{
    private readonly string _account = policyArn.Split(':') is [_, _, _, _, var account, ..]
        ? account
        : throw new ArgumentException($"`{policyArn}` is not the ARN of a policy", nameof(policyArn));

    public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
        IsWholeAccount(target) ? wholeAccount.DenyAsync(cancellation) : ChangeAsync(target, shouldBeAttached: true, cancellation);

    public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
        IsWholeAccount(target) ? wholeAccount.AllowAsync(cancellation) : ChangeAsync(target, shouldBeAttached: false, cancellation);

    /// <summary>Whether the deny is in place now; null where that cannot be said.</summary>
    public async ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation)
    {
        if (IsWholeAccount(target))
            return await wholeAccount.IsDeniedAsync(cancellation);
        if (target is not StopTarget.Principal principal || Obstacle(principal) is not null)
            return null;
        try
        {
            return await new AttachedDeny(iam, policyArn, principal.PrincipalName).IsAttachedAsync(cancellation);
        }
        catch (AmazonIdentityManagementServiceException)
        {
            return null;
        }
    }

    private bool IsWholeAccount(StopTarget target) => target is StopTarget.WholeAccount && target.Account == _account;

    private async ValueTask<EnforcementResult> ChangeAsync(StopTarget target, bool shouldBeAttached, CancellationToken cancellation)
    {
        // What was never denied is not denied: lifting it is done.
        if (Obstacle(target) is { } obstacle)
            return shouldBeAttached ? obstacle : new EnforcementResult.Done(clock.GetUtcNow());

        var name = ((StopTarget.Principal)target).PrincipalName;
        var deny = new AttachedDeny(iam, policyArn, name);
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
            return failed.Failure == StopFailure.PrincipalGone && !shouldBeAttached ? new EnforcementResult.Done(clock.GetUtcNow()) : failed;
        }
    }

    // Null where the guard may try.
    private EnforcementResult.Failed? Obstacle(StopTarget target) => target switch
    {
        _ when target.Account != _account => new(StopFailure.Unmodifiable, $"it belongs to account {target.Account}, and the guard to {_account}"),
        StopTarget.Principal principal => AttachedDeny.Obstacle(principal.PrincipalName) is { } obstacle ? new(StopFailure.Unmodifiable, obstacle) : null,
        _ => new(StopFailure.NotPrepared, $"no deny is prepared for a {(target.Kind == StopScope.Model ? "model" : "session")} in this version: stop its principals"),
    };

    private async Task<EnforcementResult> ReadBackAsync(AttachedDeny deny, bool shouldBeAttached, CancellationToken cancellation)
    {
        foreach (var wait in ReadBack.Waits)
        {
            await Task.Delay(wait, clock, cancellation);
            if (await deny.IsAttachedAsync(cancellation) == shouldBeAttached)
                return new EnforcementResult.Done(clock.GetUtcNow());
        }

        return new EnforcementResult.Failed(
            StopFailure.NotConfirmed, $"IAM accepted the change, and the deny {(shouldBeAttached ? "does not show" : "still shows")} when read back");
    }
}
