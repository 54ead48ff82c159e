using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Policies;

/// <summary>
/// A pattern of principals, however it is written: <c>role/NAME</c>, the name with its path, an IAM ARN with or without path, or the STS
/// ARN of a session, which is its role. A pattern without a path takes in its names on every path; where a principal's path is not known,
/// what a pattern asks of it counts as fulfilled.
/// </summary>
public sealed class PrincipalPattern
{
    private const string AssumedRole = "assumed-role/";

    // Null for a pattern that is no whole ARN.
    private readonly (Glob Partition, Glob Service, Glob Account)? _arn;
    private readonly Glob _resource;
    private readonly Glob? _withoutPath;

    private PrincipalPattern(Glob written)
    {
        Written = written;
        var resource = written.Pattern;
        if (resource.Split(':', 6) is ["arn", var partition, var service, _, var account, var last])
        {
            var isRole = last.StartsWith(AssumedRole, StringComparison.Ordinal);
            _arn = (new Glob(partition), new Glob(isRole ? "iam" : service), new Glob(account));
            resource = last;
        }

        if (resource.IndexOf(AssumedRole, StringComparison.Ordinal) is >= 0 and var at)
            resource = resource[..at] + "role/" + resource[(at + AssumedRole.Length)..].Split('/')[0];
        _resource = new Glob(resource);
        var (first, end) = (resource.IndexOf('/', StringComparison.Ordinal), resource.LastIndexOf('/'));
        HasPath = first < end && !resource.StartsWith("federated-user/", StringComparison.Ordinal);
        if (HasPath && KindOf(resource[..first]) is var kind
            && (kind is "role" or "user" || (new Glob(kind).HasWildcard && !resource.Contains(':', StringComparison.Ordinal))))
        {
            _withoutPath = new Glob(resource[..first] + resource[end..]);
        }
    }

    /// <summary>As the policy has it.</summary>
    public Glob Written { get; }

    /// <summary>Whether it asks for a path.</summary>
    public bool HasPath { get; }

    /// <summary>What of an IAM ARN's last part it is about: <c>role/NAME</c>, <c>role/PATH/NAME</c>.</summary>
    public string Resource => _resource.Pattern;

    /// <summary>What every <see cref="ShortName"/> that matches begins with; empty where that cannot be said.</summary>
    public string Anchor
    {
        get
        {
            if (_arn?.Service.Matches("sts") ?? MayBeArn(_resource))
                return "";
            // A wildcard may reach into the path.
            return !HasPath || _withoutPath is null ? _resource.LiteralPrefix
                : _resource.HasWildcard ? _resource.LiteralPrefix is var literal && literal.IndexOf('/', StringComparison.Ordinal) is >= 0
                    and var slash ? literal[..(slash + 1)] : literal
                : _withoutPath.Pattern;
        }
    }

    public static PrincipalPattern Of(Glob written) => new(written);

    /// <summary>Whether one of them names somebody by all that is known of him.</summary>
    public static bool AnyMatches(IEnumerable<Glob> written, Principal principal) =>
        written.Any(glob => Of(glob).Matches(principal, PrincipalPaths.Unknown));

    /// <summary><c>role/NAME</c> of a name or an ARN, without account and path.</summary>
    public static string ShortName(string nameOrArn) =>
        nameOrArn.Split(':', 6) is ["arn", _, _, _, _, var resource] ? Short(resource) : nameOrArn;

    /// <param name="principal">Named as the account knows it in which it acts.</param>
    /// <param name="paths">Of that account.</param>
    public bool Matches(Principal principal, PrincipalPaths paths) =>
        Matches(principal.Name, principal.Arn, principal.Path ?? paths.Of(principal.Name));

    /// <param name="name"><c>role/NAME</c>, <c>user/NAME</c>, <c>root</c>, or a full ARN: another account's principal is named by its
    /// ARN.</param>
    /// <param name="arn">With or without path; a partition that is not known is <c>*</c>.</param>
    /// <param name="path">Null where it is not known.</param>
    public bool Matches(string name, string arn, string? path)
    {
        if (arn.Split(':', 6) is not ["arn", var partition, var service, _, var account, var resource])
            return Written.Matches(name) || Written.Matches(arn);
        path ??= Principal.PathOf(arn);
        var shortName = Short(resource);
        if (_arn is { } wanted)
        {
            return (partition == "*" || wanted.Partition.Matches(partition)) && wanted.Account.Matches(account)
                && ((wanted.Service.Matches(service) && IsOf(shortName, path))
                    || (wanted.Service.Matches("sts") && IsRole(shortName) && _resource.Matches(SessionOf(shortName))));
        }

        if (!name.StartsWith("arn:", StringComparison.Ordinal) && IsOf(name, path))
            return true;
        var start = $"arn:{(partition == "*" ? "aws" : partition)}:";
        return IsOf($"{start}{service}::{account}:{shortName}", path)
            // The log writes a role as its session.
            || (IsRole(shortName)
                && (IsOf($"{start}sts::{account}:{shortName}", path) || Written.Matches($"{start}sts::{account}:{SessionOf(shortName)}")));
    }

    /// <summary>Whether it may take in this one, on whatever path that is.</summary>
    /// <param name="name"><c>role/NAME</c> or <c>user/NAME</c>.</param>
    /// <param name="account">Where it is.</param>
    public bool MayMatch(string name, string account) => Matches(name, FieldPatterns.ArnOf(name, account), path: null);

    private static bool MayBeArn(Glob glob)
    {
        var literal = glob.LiteralPrefix;
        return glob.Pattern.Contains(':', StringComparison.Ordinal)
            || (glob.HasWildcard && "arn:".StartsWith(literal, StringComparison.Ordinal));
    }

    private bool IsOf(string shortName, string? path)
    {
        var slash = shortName.LastIndexOf('/');
        // Roles and users alone have paths.
        if (!HasPath || slash < 0 || KindOf(shortName[..slash]) is not ("role" or "user"))
            return _resource.Matches(shortName);
        if (path is not null)
            return _resource.Matches(At(path));
        if (ReservedPaths.Of(shortName[(slash + 1)..]) is { } reserved)
        {
            return reserved.Any(known => _resource.Matches(At(known)))
                || (ReservedPaths.IsAskedFor(_resource) && _withoutPath?.Matches(shortName) == true);
        }

        return !ReservedPaths.IsAskedFor(_resource) && (_withoutPath ?? _resource).Matches(shortName);

        string At(string where) => string.Concat(shortName.AsSpan(0, slash), where, shortName.AsSpan(slash + 1));
    }

    // `role` of `arn:aws:iam::111122223333:role`.
    private static string KindOf(string start) => start[(start.LastIndexOf(':') + 1)..];

    private static bool IsRole(string shortName) => shortName.StartsWith("role/", StringComparison.Ordinal);

    private static string SessionOf(string role) => string.Concat(AssumedRole, role.AsSpan("role/".Length), "/-");

    private static string Short(string resource)
    {
        var (first, last) = (resource.IndexOf('/', StringComparison.Ordinal), resource.LastIndexOf('/'));
        return first < last && (IsRole(resource) || resource.StartsWith("user/", StringComparison.Ordinal))
            ? resource[..first] + resource[last..]
            : resource;
    }
}
