using KillSwitch.Core.Policies;
using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>After a minute of the watch: who is owed a stop has it, nobody else has, and denies and stops agree.</summary>
internal static class Standing
{
    public static void Check(Scene scene)
    {
        Owed(scene);
        ByHand(scene);
        foreach (var stop in scene.Open)
            IsRight(scene, stop);
        Agree(scene);
    }

    private static void Owed(Scene scene)
    {
        foreach (var owed in scene.Model.Owed(scene.Now))
        {
            if (scene.Guard.Denies.IsDenied(owed.Target) || IsExcused(scene, owed.Target))
                continue;
            if (owed.IsObserved)
            {
                if (!scene.Guard.AllStops.Values.Any(
                    stop => (stop.Trip?.Rule, stop.Trip?.Scope) == (owed.Rule.Id, owed.Scope) && Decisions.WindowOf(stop).Meets(owed.Window)
                    && scene.OpenedUnder(stop) is { } under && (under.Unit, under.Limit) == (owed.Rule.Unit, owed.Rule.Limit)))
                {
                    throw new ViolationException(
                        "unseen", $"{owed.Target} is at {owed.Measured} of {owed.Limit} under {owed.Rule}, and no stop is observed");
                }

                continue;
            }

            var waits = owed.MayWait
                && scene.Open.Any(
                stop => stop.State == StopState.AwaitingApproval && (stop.Trip?.Rule, stop.Trip?.Scope) == (owed.Rule.Id, owed.Scope));
            if (!waits)
            {
                throw new ViolationException(
                    "missed", $"{owed.Target} is at {owed.Measured} of {owed.Limit} under {owed.Rule}, and "
                    + $"{(owed.MayWait ? "neither denied nor waited for" : "not denied")}");
            }
        }
    }

    private static void ByHand(Scene scene)
    {
        foreach (var target in scene.Model.Decisions.ByHand)
        {
            if (!scene.Guard.Denies.IsDenied(target) && !IsExcused(scene, target))
                throw new ViolationException("by hand", $"{target} was stopped by hand, and is not denied");
        }
    }

    private static void IsRight(Scene scene, Stop stop)
    {
        var (policy, turn, target) = (scene.Model.Policy, scene.Model.Turn, Names.Of(stop.Target));
        var isCarriedOut = stop.At.ToUnixTimeSeconds() <= turn.At ? turn.FirstRun is not null : turn.SecondRun is not null;
        var (rule, window) = (policy.Rule(stop.Cause.RuleText), Decisions.WindowOf(stop));
        if (isCarriedOut && policy.IsExempt(Names.RoleOf(target)))
            Fail("exempt", "it is exempt");
        if (stop.ReleaseAt <= scene.Guard.Now)
            Fail("ended", "its time is over");
        if (stop.Cause is StopCause.ByPerson)
        {
            if (!scene.Model.Decisions.ByHand.Contains(target))
                Fail("by hand", "it was restored");
            return;
        }

        if (isCarriedOut && rule is not { Stop: not StopScope.None })
            Fail("no rule", "no rule stands behind it");
        if (isCarriedOut && stop.State == StopState.AwaitingApproval && policy.Observes)
            Fail("carried out", "the policy observes, and it waits");
        if (Scene.IsEscalated(stop) || rule is null)
            return;
        var isTurned = rule.RollingMinutes > 0
            ? stop.At.ToUnixTimeSeconds() + (2 * (window.Until - window.From)) <= scene.Now
            : window.Until <= scene.Now;
        // One that somebody opened under the policy before ends with the turn that settles.
        if (stop.State == StopState.Observed && isTurned && scene.IsAsOpened(stop))
            Fail("ended", "it observed a window that is over");
        if (rule.Ends == "window" && scene.IsAsOpened(stop) && isTurned)
            Fail("ended", "its window is over");

        void Fail(string invariant, string detail) => throw new ViolationException(invariant, $"{Scene.Said(stop)}: {detail}");
    }

    private static void Agree(Scene scene)
    {
        foreach (var stop in scene.Open)
        {
            if (stop.State is StopState.Intended or StopState.Releasing
                || (stop.State == StopState.Failed && !IsExcused(scene, Names.Of(stop.Denied))))
            {
                throw new ViolationException("half done", Scene.Said(stop));
            }

            if (stop.State == StopState.Enforced && !scene.Guard.Denies.IsDenied(Names.Of(stop.Denied))
                && !IsExcused(scene, Names.Of(stop.Denied)))
            {
                throw new ViolationException("deny", $"{Scene.Said(stop)} has no deny");
            }
        }

        foreach (var target in scene.Guard.Denies.Denied)
        {
            if (!scene.Open.Any(stop => stop.State == StopState.Enforced && Names.Of(stop.Denied) == target))
                throw new ViolationException("deny", $"{target} is denied, and no stop says why");
        }
    }

    private static bool IsExcused(Scene scene, string target) =>
        scene.Model.Hindered.GetValueOrDefault(target) >= scene.Now || IsDetached(scene, target);

    // Who takes a deny off is found out once the deny had its grace.
    private static bool IsDetached(Scene scene, string target)
    {
        if (!scene.Model.Detached.TryGetValue(target, out var at))
            return false;
        var isDue = scene.Now >= at + Span.Minute
            && scene.Open.Any(
            stop => Names.Of(stop.Denied) == target && stop.State == StopState.Enforced && stop.EnforcedAt + Stop.Grace <= scene.Guard.Now);
        if (isDue)
            scene.Model.Detached.Remove(target);
        return !isDue;
    }
}
