using KillSwitch.Core.Stops;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.Cycle;

/// <summary>Carries stops out and lifts them: the intent is written before the act and the result after it, so that any of them can be resumed.</summary>
public sealed class Enforcement(IStopStore stops, IEnforcer enforcer, INotifier notifier)
{
    /// <summary>Takes up a stop that was just written: carries it out, or tells that it waits or is only observed.</summary>
    public async ValueTask<Stop> BeginAsync(Stop stop, DateTimeOffset now, CancellationToken cancellation)
    {
        if (stop.State == StopState.Intended)
            return await DenyAsync(stop, now, cancellation);
        await notifier.TellAsync(stop, cancellation);
        return stop;
    }

    /// <summary>Finishes what a cycle left half done, tries again what failed, and lifts what has come to its end.</summary>
    public async ValueTask ResumeAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        foreach (var stop in await stops.OpenAsync(cancellation))
        {
            if (stop.ReleaseAt <= now && stop.State != StopState.Releasing)
                await CommandAsync(stop, new StopCommand.Lapse(now), cancellation);
            else if (stop.State is StopState.Intended or StopState.Failed)
                await DenyAsync(stop, now, cancellation);
            else if (stop.State == StopState.Releasing)
                await AllowAsync(stop, now, cancellation);
        }
    }

    /// <summary>Applies a person's or the clock's command, and acts on the state that follows. A refusal is a value; its reason is one sentence.</summary>
    public async ValueTask<StopTransition> CommandAsync(Stop stop, StopCommand command, CancellationToken cancellation)
    {
        var transition = StopTransition.Decide(command, stop);
        if (transition is not StopTransition.To { Next: var next })
            return transition;
        if (!await stops.TryAdvanceAsync(stop, next, cancellation))
            return new StopTransition.Refused("someone else changed it at the same time");
        next = next.State switch
        {
            StopState.Intended => await DenyAsync(next, command.At, cancellation),
            StopState.Releasing => await AllowAsync(next, command.At, cancellation),
            _ => next,
        };
        return new StopTransition.To(next);
    }

    private async ValueTask<Stop> DenyAsync(Stop stop, DateTimeOffset now, CancellationToken cancellation)
    {
        var result = await enforcer.DenyAsync(stop.Target, now, cancellation);
        return await SettleAsync(stop, result switch
        {
            EnforcementResult.Done done => new StopCommand.ConfirmDenied(done.EffectiveAt),
            EnforcementResult.Failed failed => new StopCommand.ReportFailure(now, failed.Reason),
            _ => throw new InvalidOperationException("an enforcement is done or failed"),
        }, cancellation);
    }

    private async ValueTask<Stop> AllowAsync(Stop stop, DateTimeOffset now, CancellationToken cancellation)
    {
        // INVARIANT (a deny stands as long as any stop needs it): two rules may hold the same target.
        var open = await stops.OpenAsync(cancellation);
        var isHeld = open.Any(other =>
            other.Id != stop.Id && other.Target == stop.Target && (other.State is StopState.Intended or StopState.Enforced or StopState.Failed));
        var result = isHeld ? new EnforcementResult.Done(now) : await enforcer.AllowAsync(stop.Target, now, cancellation);
        return await SettleAsync(stop, result switch
        {
            EnforcementResult.Done => new StopCommand.ConfirmLifted(now),
            EnforcementResult.Failed failed => new StopCommand.ReportFailure(now, failed.Reason),
            _ => throw new InvalidOperationException("an enforcement is done or failed"),
        }, cancellation);
    }

    private async ValueTask<Stop> SettleAsync(Stop stop, StopCommand command, CancellationToken cancellation)
    {
        // Someone else who settled it first has also told of it.
        if (StopTransition.Decide(command, stop) is not StopTransition.To { Next: var next } || !await stops.TryAdvanceAsync(stop, next, cancellation))
            return await stops.FindAsync(stop.Id, cancellation) ?? stop;
        await notifier.TellAsync(next, cancellation);
        return next;
    }
}
