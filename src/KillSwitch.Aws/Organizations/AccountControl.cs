using KillSwitch.Aws.Policies;
using KillSwitch.Core.Organizations;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Organizations;

/// <summary>
/// Attaches the prepared service control policy on everyone to the account, and detaches it; only where it leaves out all who are exempt.
/// </summary>
/// <param name="policy">The prepared policy.</param>
/// <param name="policies">Says who is exempt.</param>
/// <param name="clock">When it was read back.</param>
public sealed class AccountControl(ControlPolicy policy, DynamoPolicyStore policies, TimeProvider clock)
{
    private readonly PolicyInForce _inForce = new(policies, clock);

    /// <summary>Done with a note where the policy must not be used or would do nothing; done without one when it is attached.</summary>
    public ValueTask<EnforcementResult> DenyAsync(CancellationToken cancellation) => TryAsync(async () =>
    {
        if (await IsExemptKnownAsync(cancellation) is { } unknown)
            return unknown;
        var objection = await ObjectionAsync(cancellation);
        var result = await ChangeAsync(isAttached: objection is null, cancellation);
        return objection is not null && result is EnforcementResult.Done done
            ? done with { Note = $"the organization's policy on the account is not attached, as {objection}" }
            : result;
    });

    public ValueTask<EnforcementResult> AllowAsync(CancellationToken cancellation) =>
        TryAsync(() => ChangeAsync(isAttached: false, cancellation));

    /// <summary>Whether the policy, were it attached, would hold the target; false where that cannot be said.</summary>
    public async ValueTask<bool> WouldHoldAsync(StopTarget target, CancellationToken cancellation)
    {
        if (StoppedCaller.Of(target) is not { } caller || target.Account != policy.Account || caller.Obstacle(policy.Account) is not null)
            return false;
        return await TryAsync(async () => await IsExemptKnownAsync(cancellation) is { } unknown ? unknown
            : await ObjectionAsync(cancellation) is { } objection ? new EnforcementResult.Failed(StopFailure.NotPrepared, objection)
            : new EnforcementResult.Done(clock.GetUtcNow())) is EnforcementResult.Done;
    }

    private async Task<EnforcementResult.Failed?> IsExemptKnownAsync(CancellationToken cancellation)
    {
        await _inForce.RefreshAsync(TimeSpan.Zero, cancellation);
        return _inForce.IsKnown
            ? null
            : new EnforcementResult.Failed(StopFailure.Unavailable, $"who is exempt cannot be said: {_inForce.Problem}");
    }

    private async Task<string?> ObjectionAsync(CancellationToken cancellation)
    {
        var (document, binds) = await policy.ReadAsync(cancellation);
        return binds
            ? AccountControlPolicy.Objection(document, _inForce.Policy.Exempt.Select(glob => glob.Pattern), policy.Account)
            : "it binds nobody in the organization's management account";
    }

    private async Task<EnforcementResult> ChangeAsync(bool isAttached, CancellationToken cancellation)
    {
        foreach (var (attempt, wait) in ReadBack.Waits.Index())
        {
            await Task.Delay(wait, clock, cancellation);
            if (await policy.IsAttachedAsync(cancellation) == isAttached)
                return new EnforcementResult.Done(clock.GetUtcNow(), WasSo: attempt == 0);
            if (attempt > 0)
                continue;
            await (isAttached ? policy.AttachAsync(cancellation) : policy.DetachAsync(cancellation));
        }

        return new EnforcementResult.Failed(
            StopFailure.NotConfirmed,
            $"AWS Organizations accepted the change, and the policy {(isAttached ? "does not show" : "still shows")} when read back");
    }

    private static async ValueTask<EnforcementResult> TryAsync(Func<Task<EnforcementResult>> act)
    {
        try
        {
            return await act();
        }
        catch (Exception error) when (OrganizationRefusal.Is(error))
        {
            return OrganizationRefusal.Of(error);
        }
    }
}
