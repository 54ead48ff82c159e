using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;
using KillSwitch.Engine.Cycle;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>What is carried out stands under the policy, nobody is let go for nothing, and what a person asks for is done.</summary>
internal static class Acting
{
    public static void Check(Scene scene)
    {
        foreach (var (before, after) in scene.Changes)
        {
            if (after.State == StopState.Enforced && before?.State != StopState.Enforced)
                CarriedOut(scene, after);
            if (before?.State is StopState.Enforced && after.State is StopState.Releasing or StopState.Released)
                LetGo(scene, before, after);
        }

        switch (scene.Happening)
        {
            case Happening.Restored restored:
                foreach (var (stop, result) in restored.Stops)
                    Restored(scene, restored, stop, result);
                break;
            case Happening.Approved approved:
                foreach (var (stop, _) in approved.Stops)
                    Approved(scene, stop);
                break;
        }
    }

    private static void CarriedOut(Scene scene, Stop stop)
    {
        var target = Names.Of(stop.Target);
        if (!scene.GoneBy.Any(policy => !policy.IsExempt(Names.RoleOf(target))
            && (stop.Cause is StopCause.ByPerson
                || (!policy.Observes && policy.Rule(stop.Cause.RuleText) is { Stop: not StopScope.None }))))
        {
            throw new ViolationException(
                "carried out",
                $"{Scene.Said(stop)} does not stand under the policy: {scene.Model.Policy}, "
                + $"{scene.Model.Policy.Rule(stop.Cause.RuleText)?.ToString() ?? "no such rule"}");
        }
    }

    private static void LetGo(Scene scene, Stop before, Stop after)
    {
        var (target, policy) = (Names.Of(after.Target), scene.Model.Policy);
        var isMeant = scene.Happening is Happening.Restored { Target: var restored } && restored == target;
        var isTime = before.ReleaseAt <= scene.Guard.Now;
        // Who changes a rule may change what stands behind its stops.
        var isPolicy = policy.IsExempt(Names.RoleOf(target)) || (after.Cause is not StopCause.ByPerson && !scene.IsAsOpened(after));
        if (!isMeant && !isTime && !isPolicy)
        {
            throw new ViolationException(
                "let go", $"{Scene.Said(after)}: nobody restored it, its time has not come, its rule is as it was");
        }
    }

    private static void Restored(Scene scene, Happening.Restored restored, Stop stop, RestoreResult result)
    {
        if (result is RestoreResult.Done or RestoreResult.Unchanged)
            return;
        var rule = scene.Model.Policy.Rule(stop.Cause.RuleText);
        var said = $"{Scene.Said(stop)}, raise {restored.Raise}: {result}";
        if (stop.Cause is StopCause.ByPerson || Scene.IsEscalated(stop) || rule is null
            || (result is RestoreResult.Refused && !scene.Model.StandsBehind(stop)))
        {
            if (stop.Cause is StopCause.ByPerson || restored.Raise == 0)
                throw new ViolationException("refused", said);
            return;
        }

        var open = Span.Of(rule.Every, scene.Model.Policy.Zone, scene.Now);
        // What is counted otherwise by now cannot be raised.
        if (result is RestoreResult.Refused && Counter.OfScope(stop.Trip!.Scope).Scope(rule) != stop.Trip.Scope)
            return;
        var isLive = rule.RollingMinutes > 0 || Decisions.WindowOf(stop) == open;
        if (result is RestoreResult.Refused && (restored.Raise == 0 || (isLive && rule.Unit != Unit.Ratio)))
            throw new ViolationException("refused", said);
        if (result is RestoreResult.WouldTripAgain
            && !scene.Model.MayBeOver(rule, Counter.OfScope(stop.Trip!.Scope), stop.Trip.Scope, open, restored.Raise))
        {
            throw new ViolationException("refused", said);
        }
    }

    private static void Approved(Scene scene, Stop stop)
    {
        var (policy, target) = (scene.Model.Policy, Names.Of(stop.Target));
        // Who applied a policy since it was made may have made the approval needless.
        var isFit = scene.Model.Turn.At <= stop.At.ToUnixTimeSeconds() && !policy.Observes
            && policy.Rule(stop.Cause.RuleText) is { Stop: not StopScope.None } && !policy.IsExempt(Names.RoleOf(target))
            && !(stop.ReleaseAt <= scene.Guard.Now);
        if (isFit && scene.Guard.AllStops[stop.Id].State != StopState.Enforced && !scene.Guard.Denies.Hindered.Contains(target))
            throw new ViolationException("approved", $"{Scene.Said(scene.Guard.AllStops[stop.Id])} is not in force");
    }
}
