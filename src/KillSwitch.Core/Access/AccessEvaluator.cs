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
    public static AccessVerdict Decide(
        IEnumerable<AccessPolicy> held, AccessPolicy? boundary, string action, string resource, AccessContext context)
    {
        var own = new ActionAccess(held, action).On(resource, context);
        if (boundary is null || !own.IsOpen())
            return own;
        var bound = new ActionAccess([boundary], action).On(resource, context);
        return own < bound ? own : bound;
    }
}
