using KillSwitch.Core.Metering;
using KillSwitch.Core.Stops;

namespace KillSwitch.Engine.Tests.Adversary;

/// <summary>A stop that opens: for a reason, within bounds, and once for a breach.</summary>
internal sealed class Opening(Scene scene)
{
    // What was stopped by itself under a bound, by the hour.
    private readonly HashSet<(Span Hour, StopSlot Slot)> _bounded = [];

    // When a watch last died.
    private long _died = long.MinValue;

    public void Check()
    {
        if (scene.Happening is Happening.Watched { IsDone: false })
            _died = scene.Now;
        foreach (var (_, stop) in scene.Changes.Where(change => change.Before is null))
            Check(stop);
    }

    private void Check(Stop stop)
    {
        if (stop.Cause is StopCause.ByPerson)
        {
            Hold(scene.Happening is Happening.StoppedByHand, "innocent", stop, "nobody stopped by hand");
            return;
        }

        if (Scene.IsEscalated(stop))
        {
            var narrow = scene.Guard.AllStops[stop.Trip!.Scope[(stop.Trip.Scope.LastIndexOf('=') + 1)..]];
            Hold(narrow.LeakedAt is not null, "innocent", stop, $"what it takes over from does not leak: {Scene.Said(narrow)}");
            return;
        }

        var (why, fitting) = ((string?)null, new List<PolicySpec>());
        // The limit that it names is the one that was gone by.
        foreach (var policy in scene.Model.Candidates(scene.Now).Reverse()
            .OrderBy(policy => policy.Rule(stop.Cause.RuleText)?.Limit == stop.Evidence!.Limit ? 0 : 1))
        {
            if (Against(stop, policy) is { } against)
            {
                why ??= against;
                continue;
            }

            fitting.Add(policy);
        }

        Hold(fitting.Count > 0, "innocent", stop, why!);
        scene.Opens(stop, fitting);
        CheckOnce(stop);
        // Where a lagging function's policy fits as well, by another zone's hour, nobody can tell which of them it took a place in.
        Span[] hours = [.. fitting.Select(policy => Span.Of("hour", policy.Zone, scene.Now)).Distinct()];
        if (hours is [var only] && fitting.TrueForAll(policy => policy.MaxStops is not null) && !Scene.IsOver(stop)
            && stop.State is not (StopState.Observed or StopState.AwaitingApproval))
        {
            _bounded.Add((only, StopSlot.Of(stop.Target)));
        }
    }

    /// <summary>What speaks against the stop under a policy; null when nothing does.</summary>
    private string? Against(Stop stop, PolicySpec policy)
    {
        if (policy.Rule(stop.Cause.RuleText) is not { Stop: not Core.Policies.StopScope.None } rule)
            return "no rule stops";
        var counter = Counter.OfScope(stop.Trip!.Scope);
        var target = Names.Of(stop.Target);
        var window = Decisions.WindowOf(stop);
        if (counter.Scope(rule) != stop.Trip.Scope || counter.Target(rule.Stop) != target)
            return $"the rule stops {counter.Target(rule.Stop)} by {counter.Scope(rule)}";
        if (policy.IsExempt(Names.RoleOf(target)))
            return "it is exempt";
        if (!string.Equals(
            UnitText.Of(stop.Evidence!.Unit), Unit.Ratio == rule.Unit ? "cacheHitRatio" : rule.Unit.ToString(),
            StringComparison.OrdinalIgnoreCase))
        {
            return "it names another limit";
        }

        if (!Scene.IsOver(stop) && WrongState(stop, policy, rule) is { } wrong)
            return wrong;
        if (Span.Of(rule.Every, policy.Zone, window.Until - 1) != window)
            return "that is no window of the rule";
        if (rule.Ends == "window" && rule.RollingMinutes == 0 && window.Until <= scene.Now && !Scene.IsOver(stop))
            return "its window was over before it began";
        if (policy.MaxStops is { } most && stop.State is not (StopState.Observed or StopState.AwaitingApproval) && !Scene.IsOver(stop)
            && IsOverBound(most, Span.Of("hour", policy.Zone, scene.Now), StopSlot.Of(stop.Target)))
        {
            return $"{most} were stopped by themselves already";
        }
        // Whoever still goes by the policy before knows nothing of what was granted under the one in force.
        if (policy != scene.Model.Policy
            && scene.Model.Decisions.Grants.Any(
            grant => (grant.Rule, grant.Scope) == (stop.Trip.Rule, stop.Trip.Scope) && scene.Now - grant.At < 2 * Span.Minute))
        {
            return null;
        }

        return scene.Model.MayBeOver(rule, counter, stop.Trip.Scope, window) ? null : "it never was over the limit";
    }

    private bool IsOverBound(int most, Span hour, StopSlot slot) =>
        !_bounded.Contains((hour, slot)) && _bounded.Count(taken => taken.Hour == hour && taken.Slot.Kind == slot.Kind) >= most;

    private static string? WrongState(Stop stop, PolicySpec policy, RuleSpec rule)
    {
        if (policy.Observes != (stop.State == StopState.Observed))
            return policy.Observes ? "the policy observes" : "the policy enforces";
        if (rule.Asks && stop.State is not (StopState.AwaitingApproval or StopState.Observed))
            return "nobody approved";
        return !rule.Asks && policy.MaxStops is null && stop.State == StopState.AwaitingApproval ? "it need not wait" : null;
    }

    private void CheckOnce(Stop stop)
    {
        // Observed, or so until the same step ended it.
        if (stop.State == StopState.Observed || (stop.State == StopState.Released && stop.EnforcedAt is null))
            return;
        var (rule, window) = (scene.OpenedUnder(stop)!, Decisions.WindowOf(stop));
        foreach (var earlier in scene.Guard.AllStops.Values.Where(other => other.Id != stop.Id
            && (other.Trip?.Rule, other.Trip?.Scope) == (stop.Trip!.Rule, stop.Trip.Scope) && other.State != StopState.Observed))
        {
            var isSame = rule.RollingMinutes > 0 ? Decisions.WindowOf(earlier).Meets(window) : Decisions.WindowOf(earlier) == window;
            // What it re-armed and did not live to end stands beside what took its place, until the next minute at least: two of one are
            // not none.
            if (_died >= earlier.At.ToUnixTimeSeconds())
                continue;
            if (!isSame || scene.OpenedUnder(earlier) is not { } then
                || (then.Unit, then.Limit, then.Every, then.Stop) != (rule.Unit, rule.Limit, rule.Every, rule.Stop))
            {
                continue;
            }

            var isSpared = scene.Model.Decisions.IsSpared(rule, stop.Trip!.Scope, window, surely: true);
            Hold(Scene.IsOver(earlier) && !isSpared, "twice", stop, $"the same breach has its stop: {Scene.Said(earlier)}");
        }
    }

    private static void Hold(bool condition, string invariant, Stop stop, string detail)
    {
        if (!condition)
            throw new ViolationException(invariant, $"{Scene.Said(stop)}: {detail}");
    }
}
