namespace KillSwitch.Core.Tampering;

/// <summary>Whom a rule on CloudTrail's events tells: of the guard's listeners one at least, and nobody else.</summary>
public static class RuleTargets
{
    /// <param name="targets">The ARNs of what it tells.</param>
    /// <param name="listeners">Of the guard.</param>
    /// <returns>One sentence without a full stop; null when nothing is wrong.</returns>
    public static string? Wrong(string rule, IReadOnlyList<string> targets, IReadOnlyList<string> listeners)
    {
        if (!targets.Any(listeners.Contains))
            return targets.Count == 0 ? $"{rule} tells nobody" : $"{rule} tells {string.Join(", ", targets)} instead of the guard";
        return targets.Where(target => !listeners.Contains(target)).ToList() is { Count: > 0 } others
            ? $"{rule} also tells {string.Join(", ", others)}"
            : null;
    }
}
