using KillSwitch.Core.Access;

namespace KillSwitch.Core.OtherKeys;

/// <summary>On whom of many somebody may do an action. Whoever holds the same statements gets the same list, found once.</summary>
internal sealed class ActionReach
{
    private readonly Dictionary<(ActionAccess Own, ActionAccess? Bound, object On, string Service), IReadOnlyList<Step>> _found = [];
    private readonly Dictionary<object, Dictionary<string, Identity>> _byArn = [];

    /// <param name="also">What it holds besides.</param>
    /// <param name="action">Such as <c>iam:PassRole</c>.</param>
    /// <param name="on">The others; the same list again for the same question.</param>
    /// <param name="service">To which a role is passed; null for none.</param>
    public IReadOnlyList<Step> Of(
        Identity who, IEnumerable<AccessPolicy> also, string action, IReadOnlyList<Identity> on, string? service = null)
    {
        var own = new ActionAccess(who.Policies.Concat(also), action);
        if (on.Count == 0 || !own.IsMentioned)
            return Step.None;
        var bound = who.Boundary is { } boundary ? new ActionAccess([boundary], action) : null;
        var context = service is null ? who.Context : who.Context.With("iam:PassedToService", service);
        if (own.OnlyResources is { } few)
            return Find(own, bound, few.Select(arn => ByArn(on).GetValueOrDefault(arn)).OfType<Identity>(), context);
        if (own.DependsOnCaller || bound?.DependsOnCaller == true)
            return Find(own, bound, on, context);
        var key = (own, bound, (object)on, service ?? "");
        if (!_found.TryGetValue(key, out var found))
            _found[key] = found = Find(own, bound, on, context);
        return found;
    }

    private static IReadOnlyList<Step> Find(ActionAccess own, ActionAccess? bound, IEnumerable<Identity> on, AccessContext context)
    {
        var steps = new List<Step>();
        foreach (var one in on)
        {
            var known = context.WithAll("aws:ResourceTag/", one.Tags).WithAll("iam:ResourceTag/", one.Tags);
            var verdict = own.On(one.Arn, known);
            if (bound is not null && verdict.IsOpen() && bound.On(one.Arn, known) is var most && most < verdict)
                verdict = most;
            if (verdict.IsOpen())
                steps.Add(new Step(one, verdict == AccessVerdict.Allowed));
        }

        return steps.Count == 0 ? Step.None : steps;
    }

    private Dictionary<string, Identity> ByArn(IReadOnlyList<Identity> on)
    {
        if (!_byArn.TryGetValue(on, out var byArn))
            _byArn[on] = byArn = on.ToDictionary(one => one.Arn, StringComparer.Ordinal);
        return byArn;
    }
}
