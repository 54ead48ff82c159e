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
}
