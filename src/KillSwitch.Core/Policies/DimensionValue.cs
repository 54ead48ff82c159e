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
        _ => throw new ArgumentOutOfRangeException(nameof(dimension), dimension, "not a dimension"),
    };

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

    private static string Tag(Invocation invocation, string key) =>
        invocation.Tags is { } tags && tags.TryGetValue(key, out var value) ? value : Missing.Value;
}
