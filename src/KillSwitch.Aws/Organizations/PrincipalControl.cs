using Amazon.Organizations;
using KillSwitch.Aws.Policies;
using KillSwitch.Core.Denies;
using KillSwitch.Core.Organizations;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Organizations;

/// <summary>
/// Stops principals and sessions by listing them in a service control policy. What the policy says follows from the stops that are open,
/// never from what it said before: whoever writes it last has read them last, and what somebody else lost is put back.
/// </summary>
/// <param name="policy">The one policy that the guard may rewrite.</param>
/// <param name="stops">Who is stopped.</param>
/// <param name="memory">Who of them is stopped this way.</param>
/// <param name="clock">When it was read back.</param>
/// <param name="guard">What of the guard's they may not change.</param>
/// <param name="policies">Says who is exempt; null where nobody is.</param>
public sealed class PrincipalControl(
    ControlPolicy policy, IStopStore stops, IGuardMemory memory, TimeProvider clock, GuardResources guard,
    DynamoPolicyStore? policies = null) : IControlSpace
{
    private const string Yes = "yes";

    private readonly PolicyInForce? _inForce = policies is null ? null : new PolicyInForce(policies, clock);

    public async ValueTask<EnforcementResult> DenyAsync(StopTarget target, CancellationToken cancellation)
    {
        if (StoppedCaller.Of(target) is not { } caller)
            throw new ArgumentException($"a {target.Kind} is listed in no policy", nameof(target));
        if (caller.Obstacle(policy.Account) is { } obstacle)
            return new EnforcementResult.Failed(StopFailure.Unmodifiable, obstacle);
        // First what is meant, so that whoever writes the policy next lists it, too.
        await memory.KeepAsync(Name(caller), Yes, cancellation);
        return await ConvergeAsync(caller, isStopped: true, cancellation);
    }

    /// <summary>Done without a look where the target was never stopped this way.</summary>
    public async ValueTask<EnforcementResult> AllowAsync(StopTarget target, CancellationToken cancellation)
    {
        if (StoppedCaller.Of(target) is not { } caller || !await IsListedAsync(caller, cancellation))
            return new EnforcementResult.Done(clock.GetUtcNow());
        var result = await ConvergeAsync(caller, isStopped: false, cancellation);
        if (result is EnforcementResult.Done)
            await memory.KeepAsync(Name(caller), "", cancellation);
        return result;
    }

    /// <summary>Null for a target that is not stopped this way, and where it cannot be said.</summary>
    public async ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation)
    {
        if (StoppedCaller.Of(target) is not { } caller || !await IsListedAsync(caller, cancellation))
            return null;
        try
        {
            var (document, binds) = await policy.ReadAsync(cancellation);
            return binds && PrincipalControlPolicy.Read(document, guard)?.Any(listed => listed.Covers(caller)) == true
                && await policy.IsAttachedAsync(cancellation);
        }
        catch (Exception error) when (OrganizationRefusal.Is(error))
        {
            return null;
        }
    }

    private async ValueTask<EnforcementResult> ConvergeAsync(StoppedCaller caller, bool isStopped, CancellationToken cancellation)
    {
        try
        {
            foreach (var (attempt, wait) in ReadBack.Waits.Index())
            {
                await Task.Delay(wait, clock, cancellation);
                // INVARIANT (the last to write has read the stops after it wrote): else two at once would lose one.
                var list = await ListAsync(caller, isStopped, cancellation);
                var listed = list.Callers;
                var (document, binds) = await policy.ReadAsync(cancellation);
                if (!binds)
                {
                    return new EnforcementResult.Failed(
                        StopFailure.Unmodifiable, "no service control policy binds the organization's management account");
                }

                var isSame = PrincipalControlPolicy.Read(document, guard)?.SetEquals(listed) == true;
                var isAttached = listed.Count == 0 || await policy.IsAttachedAsync(cancellation);
                if (isSame && isAttached && isStopped && !list.Covers(caller))
                    return NoRoom(list);
                if (isSame && isAttached)
                    return new EnforcementResult.Done(clock.GetUtcNow(), WasSo: attempt == 0, NoteOf(list, caller));
                if (!isSame && await WriteAsync(list, cancellation) is { } full)
                    return full;
                if (!isAttached)
                    await policy.AttachAsync(cancellation);
            }

            return new EnforcementResult.Failed(
                StopFailure.NotConfirmed, "AWS Organizations accepted the change, and it does not show when read back");
        }
        catch (Exception error) when (OrganizationRefusal.Is(error))
        {
            return OrganizationRefusal.Of(error);
        }
    }

    private static EnforcementResult.Failed NoRoom(ControlList list) => new(
        StopFailure.PolicyLimitReached,
        $"the organization's policy cannot list more than {list.Callers.Count} at once: restore some, or stop the account");

    // Who is let go of and is listed with others all the same is to be told.
    private static string? NoteOf(ControlList list, StoppedCaller caller) =>
        list.Together.Count > 0 && !list.Callers.Contains(caller) && list.Covers(caller)
        ? $"as so many are stopped, the organization's policy denies {string.Join(" and ", list.Together)} together"
        : null;

    // Null when it was written, or when somebody else wrote at the same time: then the next round looks again.
    private async ValueTask<EnforcementResult.Failed?> WriteAsync(ControlList list, CancellationToken cancellation)
    {
        if (!list.Fits)
            return NoRoom(list);
        try
        {
            await policy.WriteAsync(list.Document, cancellation);
        }
        catch (AmazonOrganizationsException error) when (error.Is("ConcurrentModificationException"))
        {
            // The next round looks again.
        }

        return null;
    }

    /// <summary>Says how full the policy is by the stops that are open; asks nobody.</summary>
    public async ValueTask<ControlSpace> ReadAsync(CancellationToken cancellation)
    {
        var list = await ListAsync(await StoppedAsync(cancellation), cancellation);
        return new ControlSpace(list.Length, ControlPolicyDocument.MaximumLength, list.Together);
    }

    private async Task<ControlList> ListAsync(StoppedCaller caller, bool isStopped, CancellationToken cancellation)
    {
        var listed = await StoppedAsync(cancellation);
        if (isStopped)
            listed.Add(caller);
        else
            listed.Remove(caller);
        return await ListAsync(listed, cancellation);
    }

    private async Task<ControlList> ListAsync(HashSet<StoppedCaller> stopped, CancellationToken cancellation)
    {
        if (_inForce is not null)
            await _inForce.RefreshAsync(TimeSpan.FromMinutes(1), cancellation);
        return ControlList.Of(stopped, _inForce is null
            || (_inForce.IsKnown && ControlList.MayTakeAllFederated(_inForce.Policy.Exempt.Select(glob => glob.Pattern))), guard);
    }

    private async Task<HashSet<StoppedCaller>> StoppedAsync(CancellationToken cancellation)
    {
        var listed = new HashSet<StoppedCaller>();
        foreach (var stop in await stops.OpenAsync(cancellation))
        {
            if (stop.State is StopState.Intended or StopState.Enforced or StopState.Failed && stop.Target.Account == policy.Account
                && StoppedCaller.Of(stop.Target) is { } other && other.Obstacle(policy.Account) is null
                    && await IsListedAsync(other, cancellation))
            {
                listed.Add(other);
            }
        }

        return listed;
    }

    private async ValueTask<bool> IsListedAsync(StoppedCaller caller, CancellationToken cancellation) =>
        await memory.RecallAsync(Name(caller), cancellation) == Yes;

    private static string Name(StoppedCaller caller) => $"organization/{caller.Principal}/{caller.Session}";
}
