using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Access;

/// <summary>A role or a user, with all that says what it may do.</summary>
/// <param name="principal">Who, with its path in its ARN.</param>
/// <param name="policies">Its own, those attached to it, and those of its groups. Whoever holds the same managed policy holds the same
/// object.</param>
public sealed class Identity(Principal principal, IReadOnlyList<AccessPolicy> policies)
{
    private AccessContext? _context;

    public Principal Principal => principal;

    public IReadOnlyList<AccessPolicy> Policies => policies;

    /// <summary>What bounds the policies; null for nothing.</summary>
    public AccessPolicy? Boundary { get; init; }

    /// <summary>Who may assume it; null for a user.</summary>
    public AccessPolicy? Trust { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public bool IsRole => Principal.Kind == PrincipalKind.Role;

    public string Arn => Principal.Arn;

    public string Name => Principal.Name;

    /// <summary>What is known of a request of its own.</summary>
    public AccessContext Context => _context ??= Known();

    public AccessVerdict May(string action, string resource, AccessContext context) =>
        AccessEvaluator.Decide(Policies, Boundary, action, resource, context);

    private AccessContext Known()
    {
        var known = new AccessContext().WithAll("aws:PrincipalTag/", Tags)
            .With("aws:PrincipalArn", Arn)
            .With("aws:PrincipalAccount", Arn.Split(':') is [_, _, _, _, var account, ..] ? account : "")
            .With("aws:PrincipalType", IsRole ? "AssumedRole" : "User")
            .With("aws:PrincipalIsAWSService", "false")
            .With("aws:ViaAWSService", "false")
            .With("aws:SecureTransport", "true");
        return IsRole ? known.With("aws:username", null) : known.With("aws:username", Name["user/".Length..]);
    }
}
