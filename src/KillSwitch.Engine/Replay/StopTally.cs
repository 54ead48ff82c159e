using KillSwitch.Core.Metering;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Replay;

/// <summary>Follows one stop's counter from the decision to the effect.</summary>
internal sealed class StopTally(Stop stop, StopCause.ByRule cause, CountedRule rule, DateTimeOffset effectiveAt)
{
    private Usage _total = cause.Evidence.Total;

    public Stop Stop { get; } = stop;

    /// <summary>A call that the decision did not know of. False once the stop works: nothing more is counted.</summary>
    public bool TryAdd(DateTimeOffset at, Usage usage)
    {
        if (at >= effectiveAt)
            return false;
        // A trailing window has no end that a call could come after.
        if (cause.Trip.IsRolling || at < cause.Trip.Window.Until)
            _total += usage;
        return true;
    }

    public ReplayStop Result(Stop latest)
    {
        var atEffect = rule.Limit.Of(_total);
        return new ReplayStop
        {
            Rule = rule.Id,
            Target = new ReplayTarget(Stop.Target.Kind, Stop.Target.Name, Stop.Target.Account),
            Denied = Stop.Denied switch
            {
                StopTarget.Models some => [.. some.Set.Globs.Select(glob => glob.Pattern)],
                StopTarget.Model one => [one.ModelId],
                _ => [ReplayStop.EveryModel],
            },
            At = Stop.At,
            EffectiveAt = Stop.State == StopState.AwaitingApproval ? null : effectiveAt,
            RestoredAt = latest.State == StopState.Released ? latest.ReleasedAt : null,
            Unit = cause.Evidence.Unit,
            Limit = cause.Evidence.Limit,
            Measured = cause.Evidence.Measured,
            AtEffect = atEffect,
            Overshoot = rule.Limit.Past(atEffect, cause.Evidence.Limit),
            Reason = cause.Evidence.Reason,
        };
    }
}
