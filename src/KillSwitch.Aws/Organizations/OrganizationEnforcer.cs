using KillSwitch.Core.Organizations;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Aws.Organizations;

/// <summary>
/// Stops by the organization's policies whom no deny in the account stops; without them it says what else can be done. A stop of the
/// account is made both ways: by a deny on each, and by the organization's policy.
/// </summary>
/// <param name="inner">Stops within the account.</param>
/// <param name="account">The guard's own account.</param>
/// <param name="principals">Null where no such policy was deployed.</param>
/// <param name="everyone">Null where no such policy was deployed.</param>
public sealed class OrganizationEnforcer(
    IEnforcer inner, string account, PrincipalControl? principals, AccountControl? everyone) : IEnforcer
{
    public async ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
    {
        var result = await inner.DenyAsync(target, now, cancellation);
        if (target is StopTarget.WholeAccount)
            return everyone is null || target.Account != account ? result : Both(result, await everyone.DenyAsync(cancellation));
        if (result is not EnforcementResult.Failed { Failure: StopFailure.Unmodifiable or StopFailure.PolicyLimitReached } failed
            || target.Account != account)
        {
            return result;
        }

        if (principals is null || StoppedCaller.Of(target) is null)
            return UnstoppableAdvice.Of(target, account) is { } way ? failed with { Reason = $"{failed.Reason}; {way}" } : failed;
        return await principals.DenyAsync(target, cancellation) switch
        {
            EnforcementResult.Done done =>
                done with
                {
                    Note =
                    $"denied by the organization's policy, as {failed.Reason}{(done.Note is null ? "" : "; " + done.Note)}"
                },
            EnforcementResult.Failed other => other with { Reason = $"{failed.Reason}; {other.Reason}" },
            var other => other,
        };
    }

    public async ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
    {
        var result = await inner.AllowAsync(target, now, cancellation);
        var organization = target switch
        {
            _ when target.Account != account => null,
            StopTarget.WholeAccount => everyone is null ? null : await everyone.AllowAsync(cancellation),
            _ => principals is null ? null : await principals.AllowAsync(target, cancellation),
        };
        return result is EnforcementResult.Failed ? result : organization ?? result;
    }

    /// <summary>Whether either deny is in place now; null where that cannot be said.</summary>
    public async ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation)
    {
        var isDenied = await inner.IsDeniedAsync(target, cancellation);
        return isDenied == true || principals is null || target.Account != account
            ? isDenied
            : await principals.IsDeniedAsync(target, cancellation) ?? isDenied;
    }

    public ValueTask<bool?> IsDeniedToAsync(StopTarget target, string principal, CancellationToken cancellation) =>
        inner.IsDeniedToAsync(target, principal, cancellation);

    public async ValueTask<bool> WouldAccountHoldAsync(StopTarget target, CancellationToken cancellation) =>
        everyone is not null && await everyone.WouldHoldAsync(target, cancellation);

    public string? Obstacle(StopTarget target) => inner.Obstacle(target) switch
    {
        null => null,
        var obstacle when target.Account != account || StoppedCaller.Of(target) is null => obstacle,
        _ when principals is not null && StoppedCaller.Of(target)!.Obstacle(account) is null => null,
        var obstacle => $"{obstacle}; {UnstoppableAdvice.Of(target, account)}",
    };

    private static EnforcementResult Both(EnforcementResult iam, EnforcementResult organization) => (iam, organization) switch
    {
        (EnforcementResult.Done one, EnforcementResult.Done other) => new EnforcementResult.Done(
            one.EffectiveAt > other.EffectiveAt ? one.EffectiveAt : other.EffectiveAt,
            one.WasSo && other.WasSo,
            string.Join("; ",
                new[] { one.Note, other.Note ?? "the organization's policy denies everyone who is not exempt, too" }.OfType<string>()))
        { Again = one.Again },
        (EnforcementResult.Done, EnforcementResult.Failed other) =>
            other with { Reason = $"everyone who can be is denied by IAM, and not yet by the organization: {other.Reason}" },
        // Those that could not be denied one by one are held all the same.
        (EnforcementResult.Failed { Failure: StopFailure.PolicyLimitReached } failed, EnforcementResult.Done { Note: null } done) =>
            done with { WasSo = false, Note = $"the organization's policy denies everyone who is not exempt; {failed.Reason}" },
        (EnforcementResult.Failed failed, EnforcementResult.Done { Note: null }) =>
            failed with { Reason = $"{failed.Reason}; meanwhile the organization's policy denies everyone who is not exempt" },
        _ => iam,
    };
}
