using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Organizations;

/// <summary>What a person can do where no deny in the account stops a principal.</summary>
public static class UnstoppableAdvice
{
    private const string Page = "docs/stopping-hard-cases.md";

    /// <summary>One clause; null for a target that is neither a principal nor a session.</summary>
    /// <param name="target">Who could not be stopped.</param>
    /// <param name="account">The guard's own account.</param>
    public static string? Of(StopTarget target, string account) => StoppedCaller.Of(target) switch
    {
        null => null,
        { } caller when caller.Obstacle(account) is { } obstacle => $"{obstacle} ({Page})",
        { Principal: var name } when name.StartsWith("role/AWSReservedSSO_", StringComparison.Ordinal) =>
            $"a service control policy (`-c organization=true`) or the deny in its permission set stops it ({Page})",
        _ => $"a service control policy (`-c organization=true`) stops it ({Page})",
    };
}
