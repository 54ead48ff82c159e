using KillSwitch.Core.Invocations;

namespace KillSwitch.Core.Policies;

/// <summary>What a record says of a dimension; what it lacks is <c>(none)</c>.</summary>
public static class DimensionValue
{
    /// <summary>The value that counters are told apart by.</summary>
    public static string Of(Invocation invocation, Dimension dimension) => dimension.Kind switch
    {
        DimensionKind.Account => invocation.Account,
        DimensionKind.Region => invocation.Region,
        DimensionKind.Principal => PrincipalName(invocation.Caller.Principal, invocation.Account),
        DimensionKind.Session => invocation.Caller.Session ?? Missing.Value,
        DimensionKind.Model => invocation.Model.Id,
        DimensionKind.Tag => Tag(invocation, dimension.TagKey!),
        DimensionKind.Path => OfIam(invocation, principal => principal.Path),
        DimensionKind.PrincipalTag => OfIam(invocation, principal => principal.Tags?.Of(dimension.TagKey!)),
        DimensionKind.Profile => invocation.Model.Profile?.Value ?? Missing.Value,
        DimensionKind.ProfileTag => invocation.Model.Profile is not { } profile ? Missing.Value
            : profile.Tags?.Of(dimension.TagKey!) ?? Missing.Unknown,
        DimensionKind.Project => invocation.Project ?? Missing.Value,
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "not a dimension"),
    };

    /// <summary>Whether IAM may say something of a caller that its call does not: a role or a user of the account.</summary>
    public static bool IsListed(Invocation invocation) =>
        invocation.Caller.Principal is { Kind: PrincipalKind.Role or PrincipalKind.User } principal
        && IsAt(principal.Arn, invocation.Account);

    /// <summary>Who made a call, named as the account knows it.</summary>
    public static Principal Localized(Invocation invocation) =>
        PrincipalName(invocation.Caller.Principal, invocation.Account) is var name && name == invocation.Caller.Principal.Name
        ? invocation.Caller.Principal
        : invocation.Caller.Principal with { Name = name };

    // A role of another account keeps its ARN: it is not this account's role of the same name.
    /// <summary>How a principal is named where it acts in an account.</summary>
    public static string PrincipalName(Principal principal, string account) =>
        principal.Kind is PrincipalKind.Other || IsAt(principal.Arn, account) ? principal.Name : principal.Arn;

    private static bool IsAt(string arn, string account)
    {
        var parts = arn.Split(':', 6);
        return parts.Length < 6 || parts[4] == account || parts[4].Length != account.Length;
    }

    // Roles and users of this account alone have paths and tags that it can know.
    private static string OfIam(Invocation invocation, Func<Principal, string?> value) =>
        IsListed(invocation) ? value(invocation.Caller.Principal) ?? Missing.Unknown : Missing.Value;

    private static string Tag(Invocation invocation, string key) =>
        invocation.Tags is { } tags && tags.TryGetValue(key, out var value) ? value : Missing.Value;
}
