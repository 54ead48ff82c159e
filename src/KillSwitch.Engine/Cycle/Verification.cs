using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Windows;
using KillSwitch.Engine.Ports;
using KillSwitch.Engine.Tampering;

namespace KillSwitch.Engine.Cycle;

/// <summary>
/// Sees to it that stops hold: a while after a deny began to work it is looked for again, and one that does not hold gives way to a
/// stop that cuts wider: a session to its principal, a principal and a model to the account.
/// </summary>
public sealed class Verification(RuleBook rules, IStopStore stops, IEnforcer enforcer, Enforcement enforcement, INotifier notifier, RepairBound bound)
{
    // A request or two to IAM each.
    private const int MostLooks = 30;

    private readonly Telling _telling = new(stops, notifier);
    private readonly StopOpening _opening = new(rules.Policy, stops, enforcement);
    private readonly FailedStops _failed = new(stops, enforcer, enforcement, new StopOpening(rules.Policy, stops, enforcement));

    /// <summary>Looks after stops: those that are due to be verified, and of the others so many that each has its turn. Returns those that changed.</summary>
    public async ValueTask<IReadOnlyList<Stop>> RunAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var failures = new Failures();
        var changed = new List<Stop>();
        await failures.TryAsync(async () => changed.AddRange(await _failed.EscalateAsync(now, cancellation)));
        // What the policy in force lets go is left alone: its end comes.
        var due = (await stops.OpenAsync(cancellation)).Where(stop => stop.State == StopState.Enforced && enforcement.Fallen(stop, now) is null && (stop.Denied.IsForMany || IsOverGrace(stop))).ToList();
        var rounds = (due.Count + MostLooks - 1) / MostLooks;
        var round = rounds == 0 ? 0 : (int)(now.ToUnixTimeSeconds() / 60 % rounds);
        var held = new Dictionary<StopTarget, DateTimeOffset?>();
        foreach (var (i, stop) in due.Index())
            await failures.TryAsync(() => LookAsync(i, stop));
        failures.Throw();
        return changed;

        async ValueTask LookAsync(int i, Stop stop)
        {
            if (stop.Denied.IsForMany)
            {
                // Who came since is denied, too, and who is exempt since is let go: once for all stops of the same.
                if (!held.TryGetValue(stop.Denied, out var renewed))
                {
                    var after = await HoldAsync(stop, now, cancellation);
                    if (after.State == StopState.Failed)
                        changed.Add(after);
                    held.Add(stop.Denied, renewed = after.RenewedAt != stop.RenewedAt ? after.RenewedAt : null);
                }
                else if (renewed is { } at)
                {
                    await enforcement.CommandAsync(stop, new StopCommand.Renew(at), cancellation);
                }

                if (stop.IsToBeVerified(now) && IsOverGrace(stop))
                    await VerifyAsync(stop, now, cancellation);
                return;
            }

            if (!stop.IsToBeVerified(now) && i / MostLooks != round)
                return;
            switch (await enforcer.IsDeniedAsync(stop.Denied, cancellation))
            {
                case true when stop.IsToBeVerified(now)
                    && await enforcement.CommandAsync(stop, new StopCommand.Verify(now), cancellation) is StopTransition.To { Next: var next }:
                    changed.Add(next);
                    break;
                case false:
                    changed.Add(await PutBackAsync(stop, now, cancellation));
                    break;
            }
        }

        bool IsOverGrace(Stop stop) => now >= stop.EnforcedAt + Stop.Grace;
    }

    // As it stands by now: it may have been held anew in the same run.
    private async ValueTask VerifyAsync(Stop stop, DateTimeOffset now, CancellationToken cancellation)
    {
        if (await stops.FindAsync(stop.Id, cancellation) is { State: StopState.Enforced } standing)
            await enforcement.CommandAsync(standing, new StopCommand.Verify(now), cancellation);
    }

    /// <summary>Holds a deny on many against who may spend by now. Those that had it and lost it are told of: who came since is no news.</summary>
    private async ValueTask<Stop> HoldAsync(Stop stop, DateTimeOffset now, CancellationToken cancellation)
    {
        var (after, again) = await enforcement.HoldAsync(stop, now, cancellation);
        foreach (var principal in again)
        {
            var thing = $"{stop.Denied.Name} on {principal}";
            var isContested = await bound.IsContestedAsync(thing, now, cancellation);
            await bound.CountAsync(thing, now, cancellation);
            await TellPutBackAsync(stop, thing, isContested, isPutBack: true, now, cancellation);
        }

        return after;
    }

    // Whoever took it off did so without an event that reaches the guard, or it has not come yet.
    private async ValueTask<Stop> PutBackAsync(Stop stop, DateTimeOffset now, CancellationToken cancellation)
    {
        var thing = stop.Denied.Name;
        if (await bound.IsContestedAsync(thing, now, cancellation))
        {
            await TellPutBackAsync(stop, thing, isContested: true, isPutBack: false, now, cancellation);
            return stop;
        }

        var found = Untold.Of(KeyOf(stop, thing, "found", now), Gone(stop, thing, "PUT BACK", "tampering", $"The deny of {thing} was gone, and is put back.", remedy: null, now));
        await _telling.PrepareAsync(found, cancellation);
        var after = await enforcement.EnsureAsync(stop, now, cancellation);
        // Lifted meanwhile, or not to be put back: then the stop itself says so.
        if (after.State == StopState.Enforced)
        {
            await bound.CountAsync(thing, now, cancellation);
            await TellPutBackAsync(stop, thing, isContested: false, isPutBack: true, now, cancellation);
        }

        await _telling.StrikeAsync(found, cancellation);
        return after;
    }

    private async ValueTask TellPutBackAsync(Stop stop, string thing, bool isContested, bool isPutBack, DateTimeOffset now, CancellationToken cancellation)
    {
        var alert = isContested
            ? Gone(
                stop,
                thing,
                "GUARD CONTESTED",
                "tamperingContested",
                $"The deny of {thing} was taken off again. It was put back {RepairBound.MostAnHour} times within this hour{(isPutBack ? ", and now once more" : " and is not put back again before the next")}: someone fights for it.",
                $"find who detaches it in CloudTrail; killswitch restore {stop.Id} if it is meant",
                now)
            : Gone(stop, thing, "PUT BACK", "tampering", $"The deny of {thing} was gone and is in place again. Nobody is known to have done it; CloudTrail may say who.", remedy: null, now);
        var when = isContested ? now.ToUnixTimeSeconds() / 3600 : now.ToUnixTimeSeconds();
        await _telling.TryTellAsync(KeyOf(stop, $"{thing} {when}", alert.Head, now), alert, cancellation);
    }

    private static NoticeKey KeyOf(Stop stop, string thing, string level, DateTimeOffset now)
    {
        var hour = now.ToUnixTimeSeconds() / 3600;
        return new NoticeKey(new TripKey("(tampering)", $"{stop.Id} {thing}", new Window(hour, hour + 1), IsRolling: false), level);
    }

    private static Alert Gone(Stop stop, string thing, string head, string kind, string text, string? remedy, DateTimeOffset now) => new()
    {
        Head = head,
        Subject = $"the deny of {thing} was gone",
        Text = text,
        Remedy = remedy,
        Kind = kind,
        At = now,
        Details = [("stop", stop.Id), ("rule", stop.Trip.Rule)],
    };

    /// <summary>
    /// Answers to a call that was served after the deny should have worked. A deny that is gone, or that who called does not hold yet, is
    /// put in place; one that is in place and does not hold escalates, once. Returns the stop that took over, if any.
    /// </summary>
    /// <param name="stop">As it stands now.</param>
    /// <param name="leak">As it was found.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<Stop?> LeakAsync(Stop stop, Leak leak, DateTimeOffset now, CancellationToken cancellation)
    {
        // Since it was found the deny may have been put on somebody who may still be served.
        if (leak.NewestUse <= stop.WorksFrom || enforcement.Fallen(stop, now) is not null)
            return null;
        var isDenied = stop.Denied is StopTarget.Model
            ? await enforcer.IsDeniedToAsync(stop.Denied, leak.By, cancellation)
            : await enforcer.IsDeniedAsync(stop.Denied, cancellation);
        if (isDenied == false)
        {
            if (stop.Denied.IsForMany)
                await HoldAsync(stop, now, cancellation);
            else
                await PutBackAsync(stop, now, cancellation);
            return null;
        }

        if (await enforcement.CommandAsync(stop, new StopCommand.ReportLeak(now, leak.NewestUse), cancellation) is not StopTransition.To { Next: var leaking })
            return null;
        // A stop that a person made is widened by a person. The whole account would not reach whom nobody can change, either.
        if (leaking.EscalatedTo is not null || ManualStop.Is(stop) || (stop.Denied is StopTarget.Model && isDenied is null) || Wider(stop.Denied) is not { } target)
            return null;
        var wider = await _opening.EscalateAsync(leaking, target, now, cancellation);
        await enforcement.CommandAsync(leaking, new StopCommand.Escalate(now, wider.Id), cancellation);
        return wider;
    }

    private static StopTarget? Wider(StopTarget target) => target switch
    {
        StopTarget.Session session => new StopTarget.Principal(session.Account, session.PrincipalName, session.Arn),
        StopTarget.Principal or StopTarget.Model => new StopTarget.WholeAccount(target.Account),
        _ => null,
    };
}
