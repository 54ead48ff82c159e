using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Policies;

/// <summary>
/// A pattern of principals, however it is written: <c>role/NAME</c>, the name with its path, an IAM ARN with or without path, or the STS ARN of
/// a session, which is its role. A pattern without a path takes in its names on every path; where a principal's path is not known, what a pattern asks of it
/// counts as fulfilled.
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

        if (resource.StartsWith(AssumedRole, StringComparison.Ordinal))
            resource = "role/" + resource.Split('/')[1];
        _resource = new Glob(resource);
        var (first, end) = (resource.IndexOf('/', StringComparison.Ordinal), resource.LastIndexOf('/'));
        if (first < end && !resource.StartsWith("federated-user/", StringComparison.Ordinal))
            _withoutPath = new Glob(resource[..first] + resource[end..]);
    }

    /// <summary>As the policy has it.</summary>
    public Glob Written { get; }

    /// <summary>Whether it asks for a path.</summary>
    public bool HasPath => _withoutPath is not null;

    /// <summary>What of an IAM ARN's last part it is about: <c>role/NAME</c>, <c>role/PATH/NAME</c>.</summary>
    public string Resource => _resource.Pattern;

    /// <summary>What every <see cref="ShortName"/> that matches begins with; empty where that cannot be said.</summary>
    public string Anchor => _arn?.Service.Matches("sts") ?? _resource.Pattern.Contains(':', StringComparison.Ordinal) ? "" : (_withoutPath ?? _resource).LiteralPrefix;

    public static PrincipalPattern Of(Glob written) => new(written);

    /// <summary><c>role/NAME</c> of a name or an ARN, without account and path.</summary>
    public static string ShortName(string nameOrArn) => nameOrArn.Split(':', 6) is ["arn", _, _, _, _, var resource] ? Short(resource) : nameOrArn;

    public bool Matches(Principal principal, PrincipalPaths paths) => Matches(principal.Name, principal.Arn, principal.Path ?? paths.Of(principal.Name));

    /// <param name="name"><c>role/NAME</c>, <c>user/NAME</c>, <c>root</c>, or a full ARN.</param>
    /// <param name="arn">With or without path; a partition that is not known is <c>*</c>.</param>
    /// <param name="path">Null where it is not known.</param>
    public bool Matches(string name, string arn, string? path)
    {
        if (arn.Split(':', 6) is not ["arn", var partition, var service, _, var account, var resource])
            return _resource.Matches(name) || Written.Matches(arn);
        path ??= Principal.PathOf(arn);
        if (_arn is { } wanted)
        {
            return (partition == "*" || wanted.Partition.Matches(partition)) && wanted.Account.Matches(account)
                && ((wanted.Service.Matches(service) && IsOf(Short(resource), path)) || (wanted.Service.Matches("sts") && IsSessionOf(resource)));
        }

        // A name that is another account's ARN is not this account's name.
        return (!name.StartsWith("arn:", StringComparison.Ordinal) && IsOf(name, path))
            || IsOf($"arn:{(partition == "*" ? "aws" : partition)}:{service}::{account}:{Short(resource)}", path);
    }

    /// <summary>Whether it may take in this one, on whatever path that is.</summary>
    /// <param name="name"><c>role/NAME</c> or <c>user/NAME</c>.</param>
    /// <param name="account">Where it is.</param>
    public bool MayMatch(string name, string account) => Matches(name, FieldPatterns.ArnOf(name, account), path: null);

    private bool IsOf(string shortName, string? path)
    {
        if (_withoutPath is null)
            return _resource.Matches(shortName);
        if (path is null)
            return _withoutPath.Matches(shortName);
        var slash = shortName.IndexOf('/', StringComparison.Ordinal);
        return slash >= 0 && _resource.Matches(string.Concat(shortName.AsSpan(0, slash), path, shortName.AsSpan(slash + 1)));
    }

    // `arn:aws:sts::111122223333:*` is every session there.
    private bool IsSessionOf(string resource) => resource.StartsWith("role/", StringComparison.Ordinal) && _resource.Matches(AssumedRole + Short(resource)[5..] + "/*");

    private static string Short(string resource)
    {
        var (first, last) = (resource.IndexOf('/', StringComparison.Ordinal), resource.LastIndexOf('/'));
        return first < last && (resource.StartsWith("role/", StringComparison.Ordinal) || resource.StartsWith("user/", StringComparison.Ordinal)) ? resource[..first] + resource[last..] : resource;
    }
}
