using KillSwitch.Core.Drills;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Core.Tampering;
using KillSwitch.Core.Windows;
using KillSwitch.Core.Wording;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>
/// Sees to it that stops hold: a while after a deny began to work it is looked for again, and one that does not hold gives way to a
/// stop that cuts wider by one step: a session to its principal, a model to the principal that it does not hold, models of a principal
/// to all of it, a principal to the account.
/// </summary>
public sealed class Verification(CycleContext context)
{
    // A request or two to IAM each.
    private const int MostLooks = 30;
    private const int MostRaces = 5;
    private const int MostNames = 5;

    private readonly IStopStore _stops = context.Ports.Stops;
    private readonly IEnforcer _enforcer = context.Ports.Enforcer;
    private readonly Enforcement _enforcement = context.Enforcement;
    private readonly MessageDelivery _delivery = context.Enforcement.MessageDelivery;
    private readonly StopOpening _opening = context.Opening;
    private readonly FailedStops _failed = new(context);
    private readonly RepairBound _bound = new(context.Ports.Memory);

    /// <summary>
    /// Looks after stops: those that are due to be verified, and of the others so many that each has its turn. Returns those that changed.
    /// </summary>
    public async ValueTask<IReadOnlyList<Stop>> RunAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var failures = new Failures();
        var changed = new List<Stop>();
        await failures.TryAsync(async () => changed.AddRange(await _failed.EscalateAsync(now, cancellation)));
        // What the policy in force lets go is left alone: its end comes.
        var due = (await _stops.OpenAsync(cancellation))
            .Where(stop => stop.State == StopState.Enforced && _enforcement.Fallen(stop, now) is null
            && (stop.Denied.IsForMany || IsOverGrace(stop))).ToList();
        var rounds = (due.Count + MostLooks - 1) / MostLooks;
        var round = rounds == 0 ? 0 : (int)(now.ToUnixTimeSeconds() / 60 % rounds);
        // What was taken off within the hour may be again.
        var wasLost = due.Where(stop => now - stop.RenewedAt < Contest.OverAfter).OrderByDescending(stop => stop.RenewedAt).Take(MostLooks)
            .Select(stop => stop.Id).ToHashSet(StringComparer.Ordinal);
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
                    await _enforcement.CommandAsync(stop, new StopCommand.Renew(at), cancellation);
                }

                if (stop.IsToBeVerified(now) && IsOverGrace(stop))
                    await VerifyAsync(stop, now, cancellation);
                return;
            }

            var mayGrow = stop.Denied is StopTarget.Models { Set.IsOpen: true };
            if (!stop.IsToBeVerified(now) && !mayGrow && i / MostLooks != round && !wasLost.Contains(stop.Id))
                return;
            switch (await _enforcer.IsDeniedAsync(stop.Denied, cancellation))
            {
                // Models that came since are taken away, too, and that is no news.
                case true when mayGrow && await _enforcement.EnsureAsync(stop, now, cancellation) is { State: StopState.Failed } failed:
                    changed.Add(failed);
                    break;
                case true when stop.IsToBeVerified(now)
                    && await _enforcement.CommandAsync(
                        stop, new StopCommand.Verify(now), cancellation) is StopTransition.To { Next: var next }:
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
        if (await _stops.FindAsync(stop.Id, cancellation) is { State: StopState.Enforced } standing)
            await _enforcement.CommandAsync(standing, new StopCommand.Verify(now), cancellation);
    }

    /// <summary>
    /// Holds a deny on many against who may spend by now. Those that had it and lost it are told of: who came since is no news.
    /// </summary>
    private async ValueTask<Stop> HoldAsync(Stop stop, DateTimeOffset now, CancellationToken cancellation)
    {
        var (after, again) = await _enforcement.HoldAsync(stop, now, cancellation);
        if (again.Count > 0)
            await TellPutBackAsync(stop, $"{stop.Denied.Name} on {Names(again)}", now, cancellation);
        return after;
    }

    // Whoever took it off did so without an event that reaches the guard, or it has not come yet.
    private async ValueTask<Stop> PutBackAsync(Stop stop, DateTimeOffset now, CancellationToken cancellation)
    {
        var thing = stop.Denied.Name;
        var found = PendingMessage.Of(KeyOf(stop, $"{thing} {now.ToUnixTimeSeconds()}", "found", now),
            Gone(stop, thing, $"The deny of {thing} was gone, and is put back.", now));
        await _delivery.PrepareAsync(found, cancellation);
        var after = await _enforcement.EnsureAsync(stop, now, cancellation);
        // Lifted meanwhile, or not to be put back: then the stop itself says so.
        if (after.State == StopState.Enforced)
            await TellPutBackAsync(stop, thing, now, cancellation);
        await _delivery.StrikeAsync(found, cancellation);
        return after;
    }

    private async ValueTask TellPutBackAsync(Stop stop, string whose, DateTimeOffset now, CancellationToken cancellation)
    {
        var contest = await _bound.CountAsync(RepairBound.DenyOf(stop), by: null, now, cancellation);
        var (key, alert) = contest.IsFight
            ? (ContestWords.KeyOf(contest), ContestWords.Of(contest, now))
            : (KeyOf(stop, $"{whose} {now.ToUnixTimeSeconds()}", "PUT BACK", now),
                Gone(stop, whose,
                $"The deny of {whose} was gone and is in place again. Nobody is known to have done it; CloudTrail may say who.", now));
        await _delivery.TryTellAsync(key, alert, cancellation);
    }

    private static string Names(IReadOnlyList<string> principals) =>
        Listing.Of(principals, MostNames);

    private static NoticeKey.OfEvent KeyOf(Stop stop, string thing, string level, DateTimeOffset now)
    {
        var hour = now.ToUnixTimeSeconds() / 3600;
        return new NoticeKey.OfEvent(NoticeTopic.Tampering, $"{stop.Id} {thing}", new Window(hour, hour + 1), level);
    }

    private static Alert Gone(Stop stop, string whose, string text, DateTimeOffset now) => new()
    {
        Head = "PUT BACK",
        Subject = $"the deny of {whose} was gone",
        Text = text,
        Kind = "tampering",
        At = now,
        Details = [("stop", stop.Id), ("rule", stop.Cause.RuleText)],
    };

    /// <summary>
    /// Answers to calls that were served after the deny should have worked. A deny that is gone, or that who called does not hold yet, is
    /// put in place; the calls are remembered with the stop where it is in place, and once they prove that it does not hold it escalates by
    /// one step. Returns the stop that took over, if any.
    /// </summary>
    /// <param name="stop">As it stands now.</param>
    /// <param name="leak">As it was found.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async ValueTask<Stop?> LeakAsync(Stop stop, Leak leak, DateTimeOffset now, CancellationToken cancellation)
    {
        // Since it was found the deny may have been put on somebody who may still be served.
        if (stop.DoubtedFrom is not { } from || !leak.Calls.Any(call => call.Began > from) || _enforcement.Fallen(stop, now) is not null)
            return null;
        var isDenied = stop.Denied.IsForMany
            ? await _enforcer.IsDeniedToAsync(stop.Denied, leak.By, cancellation)
            : await _enforcer.IsDeniedAsync(stop.Denied, cancellation);
        if (isDenied == false)
        {
            if (stop.Denied.IsForMany)
                await HoldAsync(stop, now, cancellation);
            else
                await PutBackAsync(stop, now, cancellation);
            return null;
        }

        // Whose tag has moved since it was counted is none of those who carry it.
        if (isDenied is null && stop.Denied.ToWhose() is StopTarget.Principals && !IsOutOfReach(stop, leak))
            return null;
        // Whom nobody can change is told of all the same; of one whose deny cannot be looked at now, nothing is known.
        if ((isDenied is null && !stop.Denied.IsForMany) || await RememberAsync(stop, leak, now, cancellation) is not { } leaking)
            return null;
        // A stop that a person made is widened by a person. Whom nobody can change, nothing wider would reach, either.
        if (isDenied is null || stop.Cause is StopCause.ByPerson || IsToldOnly(stop) || DrillNames.IsStop(stop)
            || leaking.Served?.ProofBy(leak.By) is not [.., var newest]
            || StopOpening.Wider(stop.Denied, newest) is not { } target)
        {
            return null;
        }

        if (leaking.EscalatedTo is not null
            && (!stop.Denied.IsOfSeveral || await _opening.IsEscalatedAsync(leaking, target, cancellation)))
        {
            return null;
        }

        var wider = await _opening.EscalateAsync(leaking, target, now, cancellation);
        await _enforcement.CommandAsync(leaking, new StopCommand.Escalate(now, wider.Id), cancellation);
        return wider;
    }

    private bool IsOutOfReach(Stop stop, Leak leak) =>
        _enforcer.Obstacle(new StopTarget.Principal(stop.Denied.Account, leak.By, leak.Calls[0].Arn)) is not null;

    // What a gateway does not honour cuts nobody, unless the rule says so.
    private bool IsToldOnly(Stop stop) => stop.Denied is StopTarget.Tag
        && _enforcement.Rules?.Policy.Rules.FirstOrDefault(rule => rule.Id == stop.Trip?.Rule)?.Escalate != TagEscalation.Principal;

    // Two meters may each have seen one of two calls: neither is lost.
    private async ValueTask<Stop?> RememberAsync(Stop stop, Leak leak, DateTimeOffset now, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MostRaces; attempt++)
        {
            switch (await _enforcement.CommandAsync(stop, new StopCommand.ReportServed(now, leak.Calls), cancellation))
            {
                case StopTransition.To { Next: var next }:
                    return next;
                case StopTransition.Unchanged:
                    return stop;
            }

            if (await _stops.FindAsync(stop.Id, cancellation) is not { State: StopState.Enforced } current)
                return null;
            stop = current;
        }

        return null;
    }
}
