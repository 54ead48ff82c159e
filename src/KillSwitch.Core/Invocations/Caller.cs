namespace KillSwitch.Core.Invocations;

/// <summary>Who made a call: the principal and, for an assumed role, the role session name.</summary>
public sealed record Caller(Principal Principal, string? Session)
{
    public static Caller None { get; } = new(Principal.None, null);

    /// <summary>
    /// Reads the forms that Bedrock writes in <c>identity.arn</c>: assumed roles, users with or without a path, root,
    /// federated users; any other text is kept whole as the principal's name.
    /// </summary>
    public static Caller Parse(string arn)
    {
        var parts = arn.Split(':', 6);
        if (parts.Length < 6 || parts[0] != "arn")
            return arn.Length == 0 ? None : new Caller(new Principal(PrincipalKind.Other, arn, arn), null);

        var (partition, service, account, resource) = (parts[1], parts[2], parts[4], parts[5]);
        if (service == "sts" && resource.StartsWith("assumed-role/", StringComparison.Ordinal))
        {
            var rest = resource["assumed-role/".Length..];
            var slash = rest.IndexOf('/', StringComparison.Ordinal);
            var role = slash < 0 ? rest : rest[..slash];
            var session = slash < 0 || slash == rest.Length - 1 ? null : rest[(slash + 1)..];
            return new Caller(new Principal(PrincipalKind.Role, "role/" + role, $"arn:{partition}:iam::{account}:role/{role}"), session);
        }

        // One name is one caller, whatever region or rest is written with it: the caller makes up the rest, and would be another each time.
        if (service == "sts" && resource.Split('/') is ["federated-user", { Length: > 0 } name, ..])
            return new Caller(Federated($"arn:{partition}:sts::{account}:federated-user/{name}"), null);
        if (service == "iam" && resource == "root")
            return new Caller(new Principal(PrincipalKind.Root, "root", arn), null);
        if (service == "iam" && resource.StartsWith("user/", StringComparison.Ordinal))
        {
            return new Caller(new Principal(PrincipalKind.User, "user/" + LastSegment(resource), arn)
            {
                Path = Principal.PathOf(arn),
            }, null);
        }

        if (service == "iam" && resource.StartsWith("role/", StringComparison.Ordinal))
        {
            return new Caller(new Principal(PrincipalKind.Role, "role/" + LastSegment(resource), arn)
            {
                Path = Principal.PathOf(arn),
            }, null);
        }

        return new Caller(new Principal(PrincipalKind.Other, arn, arn), null);
    }

    private static Principal Federated(string arn) => new(PrincipalKind.Other, arn, arn);

    private static string LastSegment(string path) => path[(path.LastIndexOf('/') + 1)..];
}
