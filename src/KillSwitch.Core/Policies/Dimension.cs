namespace KillSwitch.Core.Policies;

public enum DimensionKind
{
    Account,
    Region,
    Principal,
    Session,
    Model,
    Tag,
    Path,
    PrincipalTag,
    Profile,
    ProfileTag,
    Project,
}

/// <summary>What usage is told apart by; <paramref name="TagKey"/> is set for the kinds of tags alone.</summary>
public readonly record struct Dimension(DimensionKind Kind, string? TagKey = null)
{
    public static Dimension Account => new(DimensionKind.Account);

    public static Dimension Region => new(DimensionKind.Region);

    public static Dimension Principal => new(DimensionKind.Principal);

    public static Dimension Session => new(DimensionKind.Session);

    public static Dimension Model => new(DimensionKind.Model);

    /// <summary>The IAM path of the caller.</summary>
    public static Dimension Path => new(DimensionKind.Path);

    /// <summary>The application inference profile that was called.</summary>
    public static Dimension Profile => new(DimensionKind.Profile);

    /// <summary>The project of the mantle endpoint that was called.</summary>
    public static Dimension Project => new(DimensionKind.Project);

    /// <summary>Of the request's metadata.</summary>
    public static Dimension Tag(string key) => new(DimensionKind.Tag, key);

    /// <summary>Of the caller's role or user in IAM, which tells keys apart without case: here they are in lower case.</summary>
    public static Dimension PrincipalTag(string key) => new(DimensionKind.PrincipalTag, key.ToLowerInvariant());

    /// <summary>Of the application inference profile.</summary>
    public static Dimension ProfileTag(string key) => new(DimensionKind.ProfileTag, key);

    /// <summary>Whether it is of the caller, whatever it calls.</summary>
    public bool IsOfCaller => Kind is DimensionKind.Principal or DimensionKind.Session or DimensionKind.Path or DimensionKind.PrincipalTag;

    /// <summary>As a sentence names it: <c>principal</c>, <c>principal tag `team`</c>.</summary>
    public string Said => Kind switch
    {
        DimensionKind.Tag => $"tag `{TagKey}`",
        DimensionKind.PrincipalTag => $"principal tag `{TagKey}`",
        DimensionKind.ProfileTag => $"profile tag `{TagKey}`",
        _ => ToString(),
    };

    /// <summary>As the policy file spells it under <c>per</c>: <c>principal</c>, <c>tag:KEY</c>.</summary>
    public override string ToString() => Kind switch
    {
        DimensionKind.Region => "region",
        DimensionKind.Principal => "principal",
        DimensionKind.Session => "session",
        DimensionKind.Model => "model",
        DimensionKind.Tag => "tag:" + TagKey,
        DimensionKind.Path => "path",
        DimensionKind.PrincipalTag => "principalTag:" + TagKey,
        DimensionKind.Profile => "profile",
        DimensionKind.ProfileTag => "profileTag:" + TagKey,
        DimensionKind.Project => "project",
        _ => "account",
    };
}
