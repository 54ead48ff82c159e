using KillSwitch.Core.Evaluation;
using KillSwitch.Core.Invocations;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;
using KillSwitch.Engine.Ports;

namespace KillSwitch.Engine.ByHand;

/// <summary>Stops whom or what a person names. Whoever is exempt is never stopped, and a stop that stands is not made twice.</summary>
public sealed class StopByHand(RuleBook rules, Enforcement enforcement)
{
    private readonly IStopStore _stops = enforcement.Ports.Stops;
    private readonly IEnforcer _enforcer = enforcement.Ports.Enforcer;

    /// <summary>Whether a stop of the target would hold the person, too, if they may spend.</summary>
    public bool Holds(StopTarget target, Asker.Heard by) => target.IsForMany && !rules.IsExempt(Caller.Parse(by.Arn).Principal);

    /// <summary>Whether the policy in force keeps a target from every stop.</summary>
    public bool IsExempt(StopTarget target) => target switch
    {
        StopTarget.Principal one => rules.IsExempt(one.PrincipalName, one.Arn),
        StopTarget.Session one => rules.IsExempt(one.PrincipalName, one.Arn),
        _ => false,
    };

    /// <param name="target">Whom or what.</param>
    /// <param name="reason">Why, in the person's words.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="now">When.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The stop as it stands now; null for whoever is exempt.</returns>
    public async ValueTask<Stop?> RunAsync(
        StopTarget target, string reason, Asker.Heard by, DateTimeOffset now, CancellationToken cancellation)
    {
        if (IsExempt(target))
            return null;
        // A stop by hand ends by hand, whatever rule has stopped the same target until its window turns.
        if ((await _stops.OpenAsync(cancellation)).FirstOrDefault(
            stop => stop.Target.IsCutWith(target) && stop.Cause is StopCause.ByPerson
            && stop.State is StopState.Enforced or StopState.Intended or StopState.Failed) is { } existing)
        {
            // Whatever the book says, what counts is what IAM says.
            return existing.State == StopState.Enforced && await _enforcer.IsDeniedAsync(existing.Denied, cancellation) == true
                ? existing
                : await enforcement.EnsureAsync(existing, now, cancellation);
        }

        // It is named by its second: one that was made and restored within it is another.
        for (var at = now; ; at = at.AddSeconds(1))
        {
            var stop = Stop.ByHand(target, by.Arn, reason, at);
            if (await _stops.TryOpenAsync(stop, bound: null, cancellation) == OpenResult.Opened)
                return await enforcement.BeginAsync(stop, now, cancellation);
            if (await _stops.FindAsync(stop.Id, cancellation) is { State: not StopState.Released } standing)
                return standing;
        }
    }
}
