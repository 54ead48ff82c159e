using KillSwitch.Core.Denies;
using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Notifications;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>
/// Carries stops out and lifts them: the intent is written before the act and the result after it, so that any of them can be resumed.
/// </summary>
public sealed class Enforcement(GuardPorts ports)
{
    private const int MaxRemembered = 10_000;

    private readonly IStopStore _stops = ports.Stops;
    private readonly IEnforcer _enforcer = ports.Enforcer;

    // Stops that need no completing any more, as far as this process has seen.
    private readonly HashSet<string> _settled = [];

    public GuardPorts Ports => ports;

    /// <summary>
    /// The policy in force, as far as this process knows; null where none is known. INVARIANT (the policy in force is what counts): what it
    /// does not stand behind is not carried out by any path. Whoever looks after the policy ends it.
    /// </summary>
    public RuleBook? Rules { get; private set; }

    /// <summary>Goes by another policy from now on.</summary>
    public void GoBy(RuleBook rules) => Rules = rules;

    /// <summary>Why the policy in force does not stand behind a stop; null where it does, or where none is known.</summary>
    public string? Fallen(Stop stop, DateTimeOffset now) =>
        Rules is { } rules && Standing.Of(stop, rules, now) is Standing.Falls { Reason: var reason } ? reason : null;

    /// <summary>Who may ask the guard for something, as <c>role/NAME</c> and <c>user/NAME</c>; empty where that is not known.</summary>
    public IReadOnlyCollection<string> Operators { get; init; } = [];

    /// <summary>Whether what somebody asked for is carried out.</summary>
    public Asking Asking => new(Operators) { InChat = Rules?.Policy.MayRestoreInChat ?? [] };

    /// <summary>Tells what was written down.</summary>
    public MessageDelivery MessageDelivery { get; } = new(ports.Stops, ports.Notifier);

    /// <summary>What is to be told of a stop that opens; nothing of one that is carried out at once, as what comes of it is told.</summary>
    public static PendingMessage? WordOf(Stop opening, DateTimeOffset now) =>
        opening.State == StopState.Intended ? null : PendingMessage.Of(opening, now);

    /// <summary>
    /// Takes up a stop that was just written with <see cref="WordOf"/>: carries it out, or tells that it waits or is only observed.
    /// </summary>
    public async ValueTask<Stop> BeginAsync(Stop stop, DateTimeOffset now, CancellationToken cancellation)
    {
        if (WordOf(stop, now) is not { } word)
            return await DenyAsync(stop, now, cancellation);
        await MessageDelivery.TellAsync(word, cancellation);
        return stop;
    }

    /// <summary>
    /// Finishes what a cycle left half done, tries again what failed, and lifts what has come to its end; throws in the end what failed of
    /// it.
    /// </summary>
    /// <returns>The stops that were taken up, as they stand now.</returns>
    public async ValueTask<IReadOnlyList<Stop>> ResumeAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var (resumed, failures) = (new List<Stop>(), new Failures());
        var (open, asking) = (await _stops.OpenAsync(cancellation), Asking);
        foreach (var stop in open)
            await failures.TryAsync(() => ResumeAsync(stop));
        failures.Throw();
        return resumed;

        async ValueTask ResumeAsync(Stop stop)
        {
            if (stop.ReleaseAt <= now && stop.State != StopState.Releasing)
            {
                if (await CommandAsync(stop, new StopCommand.Lapse(now), cancellation) is StopTransition.To { Next: var next })
                    resumed.Add(next);
            }
            else if (stop.RetryAt > now || (stop.State != StopState.Releasing && Fallen(stop, now) is not null))
            {
                // Its turn comes, or its end.
            }
            else if (asking.Refusal(stop, open) is not null)
            {
                // It is refused, and until then nothing of it is carried out.
            }
            else if (stop.State is StopState.Intended or StopState.Failed)
            {
                resumed.Add(await DenyAsync(stop, now, cancellation));
            }
            else if (stop.State == StopState.Releasing)
            {
                resumed.Add(await AllowAsync(stop, now, cancellation));
            }
        }
    }

    /// <summary>
    /// Carries out a stop that someone wrote earlier and may not have brought to its end; null when there is nothing left to do.
    /// </summary>
    public async ValueTask<Stop?> CompleteAsync(string stopId, DateTimeOffset now, CancellationToken cancellation)
    {
        if (_settled.Contains(stopId) || await _stops.FindAsync(stopId, cancellation) is not { } stop)
            return null;
        if (stop.State is StopState.Intended or StopState.Failed)
            return Fallen(stop, now) is null ? await DenyAsync(stop, now, cancellation) : null;
        // What waits for the metrics to confirm it may go ahead by itself.
        if (stop is { State: StopState.AwaitingApproval, Unconfirmed: not null })
            return stop;
        Settled(stopId);
        return null;
    }

    /// <summary>Carries on with a restore that was left half done; any other stop is as it is.</summary>
    public async ValueTask<Stop> LiftAsync(Stop stop, DateTimeOffset now, CancellationToken cancellation) =>
        await _stops.FindAsync(stop.Id, cancellation) is { State: StopState.Releasing } releasing
            ? await AllowAsync(releasing, now, cancellation)
            : stop;

    /// <summary>
    /// Puts a stop's deny in place again; one that was lifted since it was read stays lifted. What cannot be put back is not in force any
    /// more, and tried again.
    /// </summary>
    public async ValueTask<Stop> EnsureAsync(Stop stop, DateTimeOffset now, CancellationToken cancellation) =>
        (await HoldAsync(stop, now, cancellation)).Stop;

    /// <summary>The same, with those whom a deny on many was put on again.</summary>
    public async ValueTask<(Stop Stop, IReadOnlyList<string> Again)> HoldAsync(
        Stop stop, DateTimeOffset now, CancellationToken cancellation)
    {
        stop = await _stops.FindAsync(stop.Id, cancellation) ?? stop;
        if (stop.State is not (StopState.Intended or StopState.Enforced or StopState.Failed) || Fallen(stop, now) is not null)
            return (stop, []);
        if (stop.State != StopState.Enforced)
            return (await DenyAsync(stop, now, cancellation), []);
        var (after, result) = await PutAsync(stop, now, cancellation);
        // Of a deny on many the most part stands all the same.
        if (result is EnforcementResult.Failed { Failure: StopFailure.Throttled or StopFailure.Unavailable } passing
            && after.Denied.IsForMany)
        {
            return (after with { State = StopState.Failed, Failure = passing.Failure, Note = passing.Reason }, []);
        }

        if (result is EnforcementResult.Failed failed)
            return (await SettleAsync(after, new StopCommand.ReportFailure(now, failed.Failure, failed.Reason), cancellation), []);
        if (result is not EnforcementResult.Done { WasSo: false, EffectiveAt: var renewed, Again: var again })
            return (after, []);
        // Whoever was only just denied may be served for a while yet.
        if (await CommandAsync(after, new StopCommand.Renew(renewed), cancellation) is StopTransition.To { Next: var next })
            return (next, again);
        var current = await _stops.FindAsync(stop.Id, cancellation) ?? after;
        await UndoIfLiftedAsync(current, now, cancellation);
        return (current, again);
    }

    /// <summary>Whether IAM shows the stop's deny on one whom it concerns.</summary>
    public async ValueTask<bool> IsInPlaceAsync(Stop stop, string principal, CancellationToken cancellation) =>
        await _enforcer.IsDeniedToAsync(stop.Denied, principal, cancellation)
        // Of one who does not carry the tag nothing is said, and nothing is missing.
        ?? stop.Denied.ToWhose() is StopTarget.Principals;

    /// <summary>
    /// Applies a person's or the clock's command, and acts on the state that follows. A refusal is a value; its reason is one sentence.
    /// </summary>
    public async ValueTask<StopTransition> CommandAsync(Stop stop, StopCommand command, CancellationToken cancellation)
    {
        // As it would be: what needs no approval any more may have it.
        if (command is StopCommand.Approve && stop.State == StopState.AwaitingApproval
            && Fallen(stop with { State = StopState.Intended }, command.At) is { } fallen)
        {
            return new StopTransition.Refused(fallen);
        }

        var transition = StopTransition.Decide(command, stop);
        if (transition is not StopTransition.To { Next: var next })
            return transition;
        // That a stop does not hold is told when it is first seen; what a person decided, where nothing that is told follows from it.
        var word = (command is StopCommand.ReportServed && stop.LeakedAt is null && next.LeakedAt is not null)
            || (command is StopCommand.Reject or StopCommand.Restore && next.State is StopState.Rejected or StopState.Released)
            ? PendingMessage.Of(next, command.At)
            : null;
        if (!await _stops.TryAdvanceAsync(stop, next, word, cancellation))
            return new StopTransition.Refused("someone else changed it at the same time");
        if (word is not null)
            await MessageDelivery.TellAsync(word, cancellation);
        next = next.State switch
        {
            StopState.Intended => await DenyAsync(next, command.At, cancellation),
            StopState.Releasing => await AllowAsync(next, command.At, cancellation),
            _ => next,
        };
        return new StopTransition.To(next);
    }

    /// <summary>
    /// What denies the target of a stop that was lifted now, which need not be what denied it then: one may have been restored since, and
    /// another begun. Any other stop is as it is.
    /// </summary>
    public async ValueTask<Stop> HeldNowAsync(Stop stop, DateTimeOffset now, CancellationToken cancellation) =>
        stop is { State: StopState.Released, EnforcedAt: not null }
        ? StillDenied.On(stop, StillDenied.Of(stop, Denying(stop, await OthersAsync(stop, cancellation), now), IsLeftOut(stop.Denied)))
        : stop;

    private async ValueTask<Stop> DenyAsync(Stop stop, DateTimeOffset now, CancellationToken cancellation)
    {
        (stop, var result) = await PutAsync(stop, now, cancellation);
        var settled = await SettleAsync(stop, result switch
        {
            EnforcementResult.Done done =>
                new StopCommand.ConfirmDenied(done.EffectiveAt, done.WasSo || await IsDeniedAsync(stop, cancellation), done.Note),
            EnforcementResult.Failed failed => new StopCommand.ReportFailure(now, failed.Failure, failed.Reason),
            _ => throw new InvalidOperationException("an enforcement is done or failed"),
        }, cancellation);
        if (result is EnforcementResult.Done)
            await UndoIfLiftedAsync(settled, now, cancellation);
        if (settled.State == StopState.Enforced)
            Settled(settled.Id);
        return settled;
    }

    // What is denied in the target's place is written down before it is denied: a restore undoes what was done.
    private async ValueTask<(Stop Stop, EnforcementResult Result)> PutAsync(Stop stop, DateTimeOffset now, CancellationToken cancellation)
    {
        var result = await _enforcer.DenyAsync(stop.Denied, now, cancellation);
        if (result is not EnforcementResult.Wider { Widening: var widening })
            return (stop, result);
        return StopTransition.Decide(new StopCommand.Widen(now, widening), stop) is StopTransition.To { Next: var widened }
            && await _stops.TryAdvanceAsync(stop, widened, cancellation)
            ? (widened, await _enforcer.DenyAsync(widened.Denied, now, cancellation))
            : (stop, new EnforcementResult.Failed(StopFailure.NotConfirmed, "someone else changed it at the same time"));
    }

    // It was lifted while it was being carried out: the deny that came late must not stay.
    private async ValueTask UndoIfLiftedAsync(Stop stop, DateTimeOffset now, CancellationToken cancellation)
    {
        if (stop.State is StopState.Releasing or StopState.Released && !await IsHeldAsync(stop, now, cancellation))
            await _enforcer.AllowAsync(stop.Denied, now, cancellation);
    }

    private async ValueTask<Stop> AllowAsync(Stop stop, DateTimeOffset now, CancellationToken cancellation)
    {
        // INVARIANT (a deny stands as long as any stop needs it): two rules may hold the same target.
        var result = await IsHeldAsync(stop, now, cancellation)
            ? new EnforcementResult.Done(now)
            : await _enforcer.AllowAsync(stop.Denied, now, cancellation);
        if (result is EnforcementResult.Failed failed)
            return await SettleAsync(stop, new StopCommand.ReportFailure(now, failed.Failure, failed.Reason), cancellation);
        // Another stop of the same target may have begun meanwhile and found the deny in place; one of the same model under another
        // of its names has lost what the names have in common. Where there was no room, what is weaker gave its place.
        var others = await OthersAsync(stop, cancellation);
        var holding = others.Where(other => Fallen(other, now) is null).ToList();
        foreach (var other in holding.Where(other => other.Denied.IsCutWith(stop.Denied) || ModelMarks.MayOverlap(other.Denied, stop.Denied)
            || MayHaveYielded(other.Denied, stop.Denied)).DistinctBy(other => other.Denied.Name))
        {
            await _enforcer.DenyAsync(other.Denied, now, cancellation);
        }

        var denying = await OfItsTagsAsync(stop.Denied, [.. Denying(stop, others, now)], cancellation);
        return await SettleAsync(
            stop, new StopCommand.ConfirmLifted(now, StillDenied.Of(stop, denying, IsLeftOut(stop.Denied))), cancellation);
    }

    // Of the stops of those who carry a tag, the ones that hold the one who is let go.
    private async ValueTask<IReadOnlyList<Stop>> OfItsTagsAsync(
        StopTarget lifted, IReadOnlyList<Stop> others, CancellationToken cancellation)
    {
        var name = lifted.ToWhose() switch
        {
            StopTarget.Principal one => one.PrincipalName,
            StopTarget.Session one => one.PrincipalName,
            _ => null,
        };
        var holding = new List<Stop>();
        foreach (var other in others)
        {
            if (other.Denied.ToWhose() is not StopTarget.Principals
                || (name is not null && await _enforcer.IsDeniedToAsync(other.Denied, name, cancellation) == true))
            {
                holding.Add(other);
            }
        }

        return holding;
    }

    private static bool MayHaveYielded(StopTarget other, StopTarget lifted) => lifted switch
    {
        StopTarget.Principal principal =>
            other.IsForMany || (other is StopTarget.Session session && session.PrincipalName == principal.PrincipalName)
                || (other is StopTarget.Models { Whose: StopTarget.Principal whose } && whose.PrincipalName == principal.PrincipalName),
        StopTarget.WholeAccount or StopTarget.Principals =>
            other is StopTarget.Session or StopTarget.Model or StopTarget.Models or StopTarget.Principals,
        _ => false,
    };

    // What the policy lets go denies until it has ended; of the same target it was lifted together with this one.
    private IEnumerable<Stop> Denying(Stop lifted, IEnumerable<Stop> others, DateTimeOffset now) =>
        others.Where(other => !other.Denied.IsCutWith(lifted.Denied) || Fallen(other, now) is null);

    // Stops of everyone leave the exempt out.
    private bool IsLeftOut(StopTarget target) => target switch
    {
        StopTarget.Principal one => Rules?.IsExempt(one.PrincipalName, one.Arn) == true,
        StopTarget.Session one => Rules?.IsExempt(one.PrincipalName, one.Arn) == true,
        _ => false,
    };

    private async ValueTask<bool> IsDeniedAsync(Stop stop, CancellationToken cancellation) =>
        (await _stops.OpenAsync(cancellation))
            .Any(other => other.Id != stop.Id && other.Denied.IsCutWith(stop.Denied) && other.State == StopState.Enforced);

    // What the policy in force lets go holds nothing any more.
    private async ValueTask<bool> IsHeldAsync(Stop stop, DateTimeOffset now, CancellationToken cancellation) =>
        (await OthersAsync(stop, cancellation)).Any(other => other.Denied.IsCutWith(stop.Denied) && Fallen(other, now) is null);

    private async ValueTask<IReadOnlyList<Stop>> OthersAsync(Stop stop, CancellationToken cancellation) =>
        [.. (await _stops.OpenAsync(cancellation))
            .Where(other => other.Id != stop.Id && (other.State is StopState.Intended or StopState.Enforced or StopState.Failed))];

    private async ValueTask<Stop> SettleAsync(Stop stop, StopCommand command, CancellationToken cancellation)
    {
        if (StopTransition.Decide(command, stop) is not StopTransition.To { Next: var next })
            return await _stops.FindAsync(stop.Id, cancellation) ?? stop;
        // The same failure once more is no news.
        var word = (next.State, next.Failure, next.Note) == (stop.State, stop.Failure, stop.Note)
            ? null
            : PendingMessage.Of(next, command.At);
        // Someone else who settled it first has also told of it.
        if (!await _stops.TryAdvanceAsync(stop, next, word, cancellation))
            return await _stops.FindAsync(stop.Id, cancellation) ?? stop;
        if (word is not null)
            await MessageDelivery.TellAsync(word, cancellation);
        return next;
    }

    private void Settled(string stopId)
    {
        if (_settled.Count >= MaxRemembered)
            _settled.Clear();
        _settled.Add(stopId);
    }
}
