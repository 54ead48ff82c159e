using System.Buffers;
using KillSwitch.Core.Stops;

namespace KillSwitch.Core.Organizations;

/// <summary>Whom the organization's policy on principals lists: a principal, or one session of a role.</summary>
/// <param name="Principal"><c>role/NAME</c>, <c>user/NAME</c>, <c>root</c>, or the ARN of a federated user.</param>
/// <param name="Session">Null for the whole principal.</param>
public sealed record StoppedCaller(string Principal, string? Session = null)
{
    private const string AnyAccount = "*:";
    private const string AnyPath = "*/";

    // Of IAM's own names; none of them means anything in a pattern.
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+=,.@_-");

    /// <summary>Null for a target that is neither a principal nor a session.</summary>
    public static StoppedCaller? Of(StopTarget target) => target switch
    {
        StopTarget.Principal principal => new(principal.PrincipalName),
        StopTarget.Session session => new(session.PrincipalName, session.SessionName),
        _ => null,
    };

    /// <summary>Why no service control policy of an account stops it, as a clause; null where one does.</summary>
    public string? Obstacle(string account) => Principal switch
    {
        _ when Principal.StartsWith("role/AWSServiceRoleFor", StringComparison.Ordinal) =>
            "a service control policy binds no service-linked role",
        "root" => null,
        _ when Principal.StartsWith("role/", StringComparison.Ordinal) || Principal.StartsWith("user/", StringComparison.Ordinal) =>
            IsName(Principal[5..]) && (Session is null || IsName(Session)) ? null : "its name does not fit into a service control policy",
        _ when Principal.Split(':') is ["arn", _, "sts", "", var owner, var resource] && owner == account
            && resource.StartsWith("federated-user/", StringComparison.Ordinal) && IsName(resource["federated-user/".Length..]) => null,
        _ when Principal.StartsWith("arn:", StringComparison.Ordinal) && !Principal.Contains($":{account}:", StringComparison.Ordinal) =>
            "a service control policy binds the principals of its own account alone: it is to be stopped in the account that it belongs to",
        _ => "a service control policy cannot name it",
    };

    /// <summary>Whether who is listed so stops another, too: a whole principal its sessions, all federated users each of them.</summary>
    public bool Covers(StoppedCaller other) => this == other
        || (Session is null && Principal == other.Principal)
        || (Principal.EndsWith("federated-user/*", StringComparison.Ordinal)
            && other.Principal.StartsWith(Principal[..^1], StringComparison.Ordinal));

    /// <summary>
    /// Its ARN and no other, as a pattern that IAM compares as a text. A role's or user's path does not show in the log, so it stands for
    /// any, and for none.
    /// </summary>
    internal string Pattern => Principal switch
    {
        _ when Principal.StartsWith("arn:", StringComparison.Ordinal) => Principal,
        _ when Principal.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 =>
            $"{AnyAccount}{Principal[..slash]}{AnyPath}{Principal[(slash + 1)..]}",
        _ => AnyAccount + Principal,
    };

    /// <summary>Whose pattern it is.</summary>
    internal static string NameOf(string pattern) => !pattern.StartsWith(AnyAccount, StringComparison.Ordinal)
        ? pattern
        : pattern[AnyAccount.Length..].Replace(AnyPath, "/", StringComparison.Ordinal);

    private static bool IsName(string name) => name.Length > 0 && !name.AsSpan().ContainsAnyExcept(NameCharacters);
}
