using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>
/// Sees to it that stops hold: a while after a deny began to work it is looked for again, and one that does not hold gives way to a
/// stop that cuts wider: session, principal, account.
/// </summary>
public sealed class Verification(RuleBook rules, IStopStore stops, IEnforcer enforcer, Enforcement enforcement, INotifier notifier)
{
    private readonly StopOpening _opening = new(rules, stops, enforcement);

    /// <summary>Looks after every stop that is due. Returns those that changed.</summary>
    public async ValueTask<IReadOnlyList<Stop>> RunAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var changed = new List<Stop>();
        foreach (var stop in await stops.OpenAsync(cancellation))
        {
            if (stop is not { State: StopState.Enforced, VerifiedAt: null, LeakedAt: null } || now < stop.EnforcedAt + Stop.Grace)
                continue;
            switch (await enforcer.IsDeniedAsync(stop.Target, cancellation))
            {
                case true when await enforcement.CommandAsync(stop, new StopCommand.Verify(now), cancellation) is StopTransition.To { Next: var next }:
                    changed.Add(next);
                    break;
                case false:
                    changed.Add(await enforcement.EnsureAsync(stop, now, cancellation));
                    break;
            }
        }

        return changed;
    }

    /// <summary>
    /// Answers to a call that was served after the deny should have worked. A deny that is gone is put back; one that is in place and
    /// does not hold escalates, once. Returns the stop that took over, if any.
    /// </summary>
    public async ValueTask<Stop?> LeakAsync(Stop stop, DateTimeOffset newestUse, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await enforcer.IsDeniedAsync(stop.Target, cancellation) == false)
        {
            await enforcement.EnsureAsync(stop, now, cancellation);
            return null;
        }

        if (await enforcement.CommandAsync(stop, new StopCommand.ReportLeak(now, newestUse), cancellation) is not StopTransition.To { Next: var leaking })
            return null;
        var isFirst = stop.LeakedAt is null;
        if (isFirst)
            await notifier.TellAsync(leaking, cancellation);
        // A stop that a person made is widened by a person.
        if (leaking.EscalatedTo is not null || ManualStop.Is(stop) || Wider(stop.Target) is not { } target)
            return null;
        var wider = await _opening.EscalateAsync(leaking, target, now, cancellation);
        await enforcement.CommandAsync(leaking, new StopCommand.Escalate(now, wider.Id), cancellation);
        return wider;
    }

    private static StopTarget? Wider(StopTarget target) => target switch
    {
        StopTarget.Session session => new StopTarget.Principal(session.Account, session.PrincipalName, session.Arn),
        StopTarget.Principal principal => new StopTarget.WholeAccount(principal.Account),
        _ => null,
    };
}
