namespace KillSwitch.Core.Invocations;

public enum PrincipalKind
{
    Role,
    User,
    Root,

    /// <summary>Anything else that Bedrock names, by its full ARN; a record without an identity is <c>(none)</c>.</summary>
    Other,
}

/// <summary>An IAM principal in one account: who can be stopped.</summary>
/// <param name="Kind">Role, user, root, or other.</param>
/// <param name="Name"><c>role/NAME</c>, <c>user/NAME</c> (no path), <c>root</c>, or a full ARN.</param>
/// <param name="Arn">The IAM ARN as far as the log shows it; an assumed role has lost its path.</param>
public sealed record Principal(PrincipalKind Kind, string Name, string Arn)
{
    /// <summary>What a record without an identity is counted under.</summary>
    public static Principal None { get; } = new(PrincipalKind.Other, Missing.Value, Missing.Value);

    /// <summary>Its IAM path, <c>/</c> or <c>/teams/agents/</c>; null where that is not known.</summary>
    public string? Path { get; init; }

    /// <summary>Its tags in IAM, of the keys that somebody asked for; null where they are not known.</summary>
    public TagSet? Tags { get; init; }

    /// <summary>A role or a user as IAM lists it: its ARN says its path.</summary>
    public static Principal Listed(PrincipalKind kind, string name, string arn) => new(kind, name, arn) { Path = PathOf(arn) ?? "/" };

    /// <summary>The path that an ARN of a role or a user shows; null for one that shows none.</summary>
    internal static string? PathOf(string arn) =>
        arn.Split(':', 6) is ["arn", _, "iam", _, _, var resource] && resource.IndexOf('/', StringComparison.Ordinal) is >= 0 and var first
            && resource.LastIndexOf('/') is var last && first < last
            ? resource[first..(last + 1)]
            : null;
}
