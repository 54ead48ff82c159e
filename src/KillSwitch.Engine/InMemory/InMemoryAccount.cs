using KillSwitch.Core.Denies;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.InMemory;

/// <summary>An account in memory whose denies work after a delay: what a call would meet at a moment.</summary>
/// <param name="enforcementDelay">From a deny to its effect; an allow works at once.</param>
/// <param name="isExempt">Principals that a model's or an account's stop leaves out.</param>
public sealed class InMemoryAccount(TimeSpan enforcementDelay, Func<Principal, bool> isExempt) : IEnforcer
{
    private readonly Dictionary<StopTarget, DateTimeOffset> _denies = [];
    private readonly List<StopTarget.Models> _models = [];
    private readonly List<StopTarget.Tag> _tags = [];

    public ValueTask<EnforcementResult> DenyAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
    {
        // What a deployed guard cannot cut alone is not cut alone here.
        if (target is StopTarget.Session session && SessionDeny.MarkOf(session) is null)
        {
            var role = new StopTarget.Principal(session.Account, session.PrincipalName, session.Arn);
            return ValueTask.FromResult<EnforcementResult>(
                new EnforcementResult.Wider(
                new Widening(role, $"no tag can hold the name `{session.SessionName}`; the whole of {role.Name} is stopped")));
        }

        // Denying twice leaves the first in force.
        var wasSo = _denies.TryGetValue(target, out var effective);
        if (!wasSo)
        {
            _denies.Add(target, effective = now + enforcementDelay);
            if (target is StopTarget.Models models)
                _models.Add(models);
            else if (target is StopTarget.Tag tag)
                _tags.Add(tag);
        }

        return ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(effective, wasSo));
    }

    public ValueTask<EnforcementResult> AllowAsync(StopTarget target, DateTimeOffset now, CancellationToken cancellation)
    {
        _denies.Remove(target);
        if (target is StopTarget.Models models)
            _models.Remove(models);
        else if (target is StopTarget.Tag tag)
            _tags.Remove(tag);
        return ValueTask.FromResult<EnforcementResult>(new EnforcementResult.Done(now));
    }

    public ValueTask<bool?> IsDeniedAsync(StopTarget target, CancellationToken cancellation) =>
        ValueTask.FromResult<bool?>(_denies.ContainsKey(target));

    /// <summary>Would this call be refused at its own time?</summary>
    public bool IsDenied(Invocation invocation)
    {
        if (_denies.Count == 0)
            return false;
        var account = invocation.Account;
        var principal = invocation.Caller.Principal;
        var name = DimensionValue.Of(invocation, Dimension.Principal);
        if (InForce(new StopTarget.Principal(account, name, principal.Arn), invocation.Timestamp))
            return true;
        if (invocation.Caller.Session is { } session
            && InForce(new StopTarget.Session(account, name, principal.Arn, session), invocation.Timestamp))
        {
            return true;
        }

        if (_tags.Exists(tag => tag.Account == account && InForce(tag, invocation.Timestamp)
            && DimensionValue.Of(invocation, Dimension.Tag(tag.Key)) == tag.Value))
        {
            return !isExempt(DimensionValue.Localized(invocation));
        }

        var isTaken = _models.Where(models => models.Account == account && InForce(models, invocation.Timestamp)
            && models.Set.Has(invocation.Model, invocation.Region, account)).ToList();
        if (isTaken.Exists(models => models.Whose is StopTarget.Principal whose && whose.PrincipalName == name))
            return true;
        return (InForce(new StopTarget.Model(account, invocation.Model.Id), invocation.Timestamp)
                || InForce(new StopTarget.WholeAccount(account), invocation.Timestamp) || IsWithCarriers(invocation)
                || isTaken.Exists(models => models.Whose is StopTarget.WholeAccount
                    || (models.Whose is StopTarget.Principals some && Carries(invocation, some))))
            && !isExempt(DimensionValue.Localized(invocation));
    }

    private bool IsWithCarriers(Invocation call) =>
        _denies.Keys.OfType<StopTarget.Principals>().Any(some => Carries(call, some) && InForce(some, call.Timestamp));

    private static bool Carries(Invocation call, StopTarget.Principals some) => DimensionValue.IsListed(call)
        && some.Account == call.Account && DimensionValue.Of(call, Dimension.PrincipalTag(some.TagKey)) == some.Value;

    private bool InForce(StopTarget target, DateTimeOffset at) => _denies.TryGetValue(target, out var effective) && at >= effective;
}
