namespace KillSwitch.Core.Access;

/// <summary>
/// What identity policies say to a request, as IAM would. What is not known of the request opens an allow (<see cref="AccessVerdict.May"/>)
/// and shuts no deny: a way too many is told, and none too few.
/// </summary>
public static class AccessEvaluator
{
    /// <param name="held">The caller's own policies, those attached to it, and those of its groups.</param>
    /// <param name="boundary">What bounds them; null for nothing.</param>
    /// <param name="action">Such as <c>iam:PassRole</c>.</param>
    /// <param name="resource">An ARN, or a pattern for some resource that it means; <c>*</c> for any at all.</param>
    /// <param name="context">What is known of the request.</param>
    public static AccessVerdict Decide(IEnumerable<AccessPolicy> held, AccessPolicy? boundary, string action, string resource, AccessContext context)
    {
        var own = Decide([.. held], action, resource, context);
        if (boundary is null || !own.IsOpen())
            return own;
        var bound = Decide([boundary], action, resource, context);
        return own < bound ? own : bound;
    }

    private static AccessVerdict Decide(IReadOnlyList<AccessPolicy> policies, string action, string resource, AccessContext context)
    {
        var (what, on) = (TextPattern.Of(action), TextPattern.Of(resource));
        var about = policies.SelectMany(policy => policy.Statements).Where(statement => statement.IsAbout(what)).ToList();
        var denies = about.Where(statement => statement.IsDeny && statement.Holds(context) == Truth.Yes).ToList();
        if (denies.Exists(deny => Denies(deny, on, context)))
            return AccessVerdict.Denied;
        var (found, isDenied) = (policies.Any(policy => !policy.IsReadable) ? Truth.Unknown : Truth.No, false);
        foreach (var allow in about.Where(statement => !statement.IsDeny))
        {
            var holds = allow.Holds(context);
            if (holds == Truth.No || holds <= found)
                continue;
            foreach (var open in Open(allow, on, context))
            {
                if (denies.Exists(deny => Denies(deny, open, context)))
                    isDenied = true;
                else
                    found = found.Or(open.IsCertain ? holds : Truth.Unknown);
            }
        }

        return found switch
        {
            Truth.Yes => AccessVerdict.Allowed,
            Truth.Unknown => AccessVerdict.May,
            _ => isDenied ? AccessVerdict.Denied : AccessVerdict.Unmentioned,
        };
    }

    // What of the question a statement allows: the narrower of the two.
    private static IEnumerable<TextPattern> Open(AccessStatement allow, TextPattern on, AccessContext context)
    {
        if (allow.Resources is not { } resources)
            return [on];
        if (allow.IsNotResource)
            return resources.Exceptions(context).Any(pattern => pattern.IsCertain && ArnPattern.Covers(pattern, on)) ? [] : [on];
        var patterns = resources.Patterns(context);
        return patterns.Where(pattern => ArnPattern.Overlap(pattern, on)).Select(pattern => pattern.IsCertain && ArnPattern.Covers(pattern, on) ? on : pattern);
    }

    private static bool Denies(AccessStatement deny, TextPattern on, AccessContext context)
    {
        if (deny.Resources is not { } resources)
            return true;
        return deny.IsNotResource
            ? !resources.Exceptions(context).Any(pattern => ArnPattern.Overlap(pattern, on))
            : resources.Patterns(context).Any(pattern => pattern.IsCertain && ArnPattern.Covers(pattern, on));
    }
}
