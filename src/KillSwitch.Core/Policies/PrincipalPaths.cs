namespace KillSwitch.Core.Policies;

/// <summary>
/// The IAM paths of an account's roles and users by name, as far as they are known: the ARN that a log shows of a role has none.
/// </summary>
public sealed class PrincipalPaths
{
    private readonly IReadOnlyDictionary<string, string> _paths;

    /// <param name="paths"><c>role/NAME</c> or <c>user/NAME</c> to <c>/</c> or <c>/teams/agents/</c>.</param>
    public PrincipalPaths(IReadOnlyDictionary<string, string> paths) => _paths = paths;

    /// <summary>No path is known: what a pattern asks of one counts as fulfilled.</summary>
    public static PrincipalPaths Unknown { get; } = new(new Dictionary<string, string>());

    public string? Of(string name) => _paths.GetValueOrDefault(name);
}
