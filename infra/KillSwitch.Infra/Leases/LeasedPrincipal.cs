namespace KillSwitch.Infra.Leases;

/// <summary>A role or user by its exact name.</summary>
/// <param name="IsRole">A user else.</param>
/// <param name="Path">As its ARN has it: <c>/</c>, or <c>/teams/blue/</c>.</param>
/// <param name="ShortName">Without kind and path.</param>
internal sealed record LeasedPrincipal(bool IsRole, string Path, string ShortName)
{
    private const int LongestName = 64;
    private const int LongestPath = 512;

    /// <summary><c>role/NAME</c> or <c>user/NAME</c>, as the log and the command line say it.</summary>
    public string Name => (IsRole ? "role/" : "user/") + ShortName;

    /// <summary>What follows the account in its ARN.</summary>
    public string Resource => (IsRole ? "role" : "user") + Path + ShortName;

    /// <exception cref="ArgumentException">It is no such name.</exception>
    public static LeasedPrincipal Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var last = text.LastIndexOf('/');
        if (slash < 0 || text[..slash] is not ("role" or "user"))
            throw Wrong(text);
        var principal = new LeasedPrincipal(text[..slash] == "role", text[slash..(last + 1)], text[(last + 1)..]);
        if (principal.ShortName.Length is 0 or > LongestName || !principal.ShortName.All(IsOfName)
            || principal.Path.Length > LongestPath || principal.Path.Contains("//", StringComparison.Ordinal)
                || !principal.Path.All(c => c == '/' || IsOfName(c)))
        {
            throw Wrong(text);
        }

        return principal is { IsRole: true }
            && (principal.ShortName.StartsWith("AWSServiceRoleFor", StringComparison.Ordinal)
            || principal.ShortName.StartsWith("AWSReservedSSO_", StringComparison.Ordinal))
            ? throw new ArgumentException($"`{text}` cannot be leased: AWS lets nobody attach a policy to such a role")
            : principal;
    }

    // A comma, which IAM allows too, stands between names here.
    private static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '+' or '=' or '.' or '@' or '-';

    private static ArgumentException Wrong(string text) =>
        new($"`{text}` is not allowed for `lease`; allowed are exact names such as role/agent, role/path/agent and user/ci, with commas "
            + "between them");
}
