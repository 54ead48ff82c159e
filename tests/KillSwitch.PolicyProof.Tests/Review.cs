namespace KillSwitch.PolicyProof.Tests;

/// <summary>Every published action is denied wherever it can be used, or was reviewed as free: one of the two.</summary>
internal static class Review
{
    /// <summary>What is wrong, a sentence each.</summary>
    public static IReadOnlyList<string> Of(IReadOnlyCollection<Outcome> outcomes, IReadOnlyCollection<FreeAction> free)
    {
        var reviewed = free.Select(action => action.Action).ToHashSet();
        var published = outcomes.Select(outcome => outcome.Action).ToHashSet();
        return
        [
            .. outcomes.Where(outcome => outcome.Decision is Decision.Error or Decision.Unmentioned)
                .Select(outcome => $"cannot be judged: {outcome}"),
            .. outcomes.GroupBy(outcome => outcome.Action).Select(action => Judge(action.Key, [.. action], reviewed.Contains(action.Key)))
                .OfType<string>(),
            .. reviewed.Except(published).Select(action => $"`{action}` was reviewed as free, and no such action is published"),
            .. free.CountBy(action => action.Action).Where(action => action.Value > 1)
                .Select(action => $"`{action.Key}` is listed {action.Value} times"),
            .. free.Where(action => string.IsNullOrWhiteSpace(action.Reason)).Select(action => $"`{action.Action}` has no reason"),
        ];
    }

    private static string? Judge(string action, Outcome[] outcomes, bool isFree)
    {
        Outcome[] allowed = [.. outcomes.Where(outcome => outcome.Decision == Decision.Allowed)];
        if (allowed.Length == outcomes.Length)
        {
            return isFree ? null
                : $"`{action}` is neither denied nor reviewed as free: deny it, or say in eng/policy-proof/free-actions.json why it bills "
                + "nothing";
        }

        if (allowed.Length > 0)
            return $"`{action}` is denied, but not on {string.Join(", ", allowed.Select(outcome => outcome.Resource))}";
        return isFree ? $"`{action}` is denied and reviewed as free" : null;
    }
}
