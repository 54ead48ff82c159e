using KillSwitch.Core.Invocations;
using KillSwitch.Core.Policies;
using KillSwitch.Core.Scopes;
using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Evaluation;

/// <summary>Whether the policy in force stands behind a stop, whatever was in force when it was made.</summary>
public abstract record Standing
{
    private Standing()
    {
    }

    public sealed record Stands : Standing;

    /// <summary>It does not, whatever was counted. The reason is one sentence without a full stop.</summary>
    public sealed record Falls(string Reason) : Standing;

    /// <summary>What the rule bounds has changed: the stop goes on where its counter is over the limit as it is now.</summary>
    public sealed record Moved(string Reason) : Standing;

    /// <param name="stop">An open one.</param>
    /// <param name="rules">The policy in force.</param>
    /// <param name="now">When.</param>
    public static Standing Of(Stop stop, RuleBook rules, DateTimeOffset now)
    {
        if (IsExempt(stop, rules))
            return new Falls($"the policy in force exempts {stop.Target.Name}");
        if (stop.Trip is not { } trip)
            return new Stands();
        if (rules.Policy.Rules.FirstOrDefault(rule => rule.Id == trip.Rule) is not { } rule)
            return new Falls("its rule is not in the policy in force");
        if (rule.Stop == StopScope.None)
            return new Falls("its rule stops nothing in the policy in force");
        if (trip.IsEscalated && rule is { Stop: StopScope.Tag, Escalate: TagEscalation.None })
            return new Falls("its rule stops no gateway in the policy in force");
        if (IsNotCarriedOut(stop, trip, rule, rules.Policy, now) is { } reason)
            return new Falls(reason);
        if (rule is not CountedRule counted)
        {
            return rule.LimitText == trip.Limit
                ? new Stands()
                : new Falls("its rule is bound to another budget, or to another share of it");
        }

        if (rules.HitOf(rule.Id, trip.Counter) is not { } hit)
            return new Falls("its rule does not count it in the policy in force");
        if (!trip.IsEscalated && !IsCutBy(rule, stop.Target, trip))
            return new Moved("its rule stops something else in the policy in force");
        if (!trip.IsEscalated && stop.Models != rule.Deny)
            return new Moved("its rule takes something else away in the policy in force");
        if (!trip.IsIn(rules.WindowsOf(counted)))
            return new Moved("its rule counts another window in the policy in force");
        return hit.Rule.LimitText == trip.Limit ? new Stands() : new Moved("its rule has another limit in the policy in force");
    }

    /// <summary>Whether a stop that is in force stays so, as what it was made for still holds under a limit that is no higher.</summary>
    public static bool HoldsUnder(Stop stop, RuleBook rules)
    {
        if (stop.Cause is not StopCause.ByRule { Trip: var trip, Evidence: var evidence }
            || rules.HitOf(trip.Rule, trip.Counter) is not { } hit || hit.Rule.Unit != evidence.Unit || !trip.IsIn(hit.Windows))
        {
            return false;
        }

        var bound = hit.Rule.Limit.Bound;
        return hit.Rule.Limit.Comparison == Comparison.Below
            ? bound >= evidence.Limit
            : bound <= evidence.Limit || evidence.Measured >= bound;
    }

    private static bool IsExempt(Stop stop, RuleBook rules) => stop.Target switch
    {
        StopTarget.Principal one => rules.IsExempt(one.PrincipalName, one.Arn),
        StopTarget.Session one => rules.IsExempt(one.PrincipalName, one.Arn),
        // What was made in place of a stop that the policy would not stand behind is not, either.
        _ => stop.Trip is { IsEscalated: true } trip && ScopeText.Value(trip.Counter, Dimension.Principal) is { } name
            && rules.MayBeExempt(name, stop.Target.Account),
    };

    private static string? IsNotCarriedOut(Stop stop, TripKey trip, Rule rule, Policy policy, DateTimeOffset now) => stop.State switch
    {
        StopState.Observed when trip.IsPast(now) => "its window is over",
        StopState.Observed when policy.Mode == PolicyMode.Enforce => "the policy in force enforces, and stops what is over its limit",
        StopState.AwaitingApproval or StopState.Intended when policy.Mode == PolicyMode.Observe => "the policy in force observes",
        // It was never in force: whatever it left behind is taken off.
        StopState.Failed when policy.Mode == PolicyMode.Observe && stop.EnforcedAt is null => "the policy in force observes",
        StopState.AwaitingApproval when stop.BoundBy is null && stop.Unconfirmed is null && ApprovalOf(stop, rule) == Approval.Automatic =>
            "its rule asks for no approval in the policy in force",
        StopState.AwaitingApproval when stop.BoundBy is { } bound && ApprovalOf(stop, rule) == Approval.Automatic
            && !(policy.MaxStops?.Count <= bound) => "`maxStops` allows more in the policy in force",
        _ => null,
    };

    private static Approval ApprovalOf(Stop stop, Rule rule) => stop.Evidence is { } evidence
        ? rule.ApprovalOf(evidence.Total)
        : rule.Approval;

    // The counter says who: only what kind of thing is cut can differ.
    private static bool IsCutBy(Rule rule, StopTarget target, TripKey trip) => rule.Stop == target.Kind
        || (rule.Stop == StopScope.Session && target is StopTarget.Principal
            && ScopeText.Value(trip.Counter, Dimension.Session) == Missing.Value);
}
