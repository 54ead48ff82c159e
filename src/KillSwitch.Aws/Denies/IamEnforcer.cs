using Amazon.IdentityManagement;
using Amazon.Runtime;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Denies;

/// <summary>Stops a role or a user by attaching the prepared deny policy, and says so only when it reads it back.</summary>
/// <param name="iam">The account's IAM.</param>
/// <param name="policyArn">The prepared policy; its ARN names the account.</param>
/// <param name="clock">When a deny was read back.</param>
public sealed class IamEnforcer(AmazonIdentityManagementServiceClient iam, string policyArn, TimeProvider clock) : IEnforcer
{
    // IAM is eventually consistent: what was accepted shows within a second or two.
    private static readonly TimeSpan[] ReadBackWaits = [.. new[] { 0, 100, 200, 400, 800, 1600 }.Select(wait => TimeSpan.FromMilliseconds(wait))];

    private readonly string _account = policyArn.Split(':') is [_, _, _, _, var account, ..]
        ? account
        : throw new ArgumentException($"`{policyArn}` is not the ARN of a policy", nameof(policyArn));

    public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
        ChangeAsync(target, shouldBeAttached: true, cancellation);

    public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation) =>
        ChangeAsync(target, shouldBeAttached: false, cancellation);

    /// <summary>Whether the deny is in place now; null where that cannot be said.</summary>
    public async ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation)
    {
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

    private async ValueTask<EnforcementResult> ChangeAsync(StopTarget target, bool shouldBeAttached, CancellationToken cancellation)
    {
        // What was never denied is not denied: lifting it is done.
        if (target is not StopTarget.Principal principal)
            return shouldBeAttached ? new EnforcementResult.Failed(StopFailure.NotPrepared, NotPrepared(target.Kind)) : new EnforcementResult.Done(clock.GetUtcNow());
        if (Obstacle(principal) is { } obstacle)
            return shouldBeAttached ? new EnforcementResult.Failed(StopFailure.Unmodifiable, obstacle) : new EnforcementResult.Done(clock.GetUtcNow());

        var deny = new AttachedDeny(iam, policyArn, principal.PrincipalName);
        try
        {
            if (shouldBeAttached)
                await deny.AttachAsync(cancellation);
            else
                await deny.DetachAsync(cancellation);
            return await ReadBackAsync(deny, shouldBeAttached, cancellation);
        }
        catch (AmazonIdentityManagementServiceException error)
        {
            var failure = AttachedDeny.FailureOf(error, policyArn);
            return failure == StopFailure.PrincipalGone && !shouldBeAttached
                ? new EnforcementResult.Done(clock.GetUtcNow())
                : new EnforcementResult.Failed(failure, Sentence(failure, principal.PrincipalName, error.Message));
        }
        catch (Exception error) when (error is AmazonServiceException or AmazonClientException or HttpRequestException)
        {
            return new EnforcementResult.Failed(StopFailure.Unavailable, $"IAM gave no answer that can be used: {error.Message}");
        }
    }

    private string? Obstacle(StopTarget.Principal principal) => principal.Account == _account
        ? AttachedDeny.Obstacle(principal.PrincipalName)
        : $"it belongs to account {principal.Account}, and the guard to {_account}";

    private async Task<EnforcementResult> ReadBackAsync(AttachedDeny deny, bool shouldBeAttached, CancellationToken cancellation)
    {
        foreach (var wait in ReadBackWaits)
        {
            await Task.Delay(wait, clock, cancellation);
            if (await deny.IsAttachedAsync(cancellation) == shouldBeAttached)
                return new EnforcementResult.Done(clock.GetUtcNow());
        }

        return new EnforcementResult.Failed(
            StopFailure.NotConfirmed, $"IAM accepted the change, and the deny {(shouldBeAttached ? "does not show" : "still shows")} when read back");
    }

    private static string Sentence(StopFailure failure, string name, string said) => failure switch
    {
        StopFailure.PrincipalGone => $"{name} does not exist any more",
        StopFailure.PolicyLimitReached => $"{name} holds as many managed policies as it may: make room by detaching one, the guard tries again every minute",
        StopFailure.Unmodifiable => $"{name} cannot be changed: {said}",
        StopFailure.AccessDenied => $"the guard was denied by IAM: {said}",
        StopFailure.NotPrepared => $"the prepared deny policy is gone or cannot be attached, deploy the stack again: {said}",
        StopFailure.Throttled => "IAM asked to slow down",
        _ => $"IAM failed: {said}",
    };

    private static string NotPrepared(StopScope kind) =>
        $"no deny is prepared for a {(kind == StopScope.Account ? "whole account" : kind == StopScope.Model ? "model" : "session")} in this version: stop its principals";
}
