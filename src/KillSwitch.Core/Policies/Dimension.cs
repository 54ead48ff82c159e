namespace KillSwitch.Core.Policies;

public enum DimensionKind
{
    Account,
    Region,
    Principal,
    Session,
    Model,
    Tag,
}

/// <summary>What usage is told apart by; <paramref name="TagKey"/> is set for <see cref="DimensionKind.Tag"/> alone.</summary>
public readonly record struct Dimension(DimensionKind Kind, string? TagKey = null)
{
    public static Dimension Account => new(DimensionKind.Account);

    public static Dimension Region => new(DimensionKind.Region);

    public static Dimension Principal => new(DimensionKind.Principal);

    public static Dimension Session => new(DimensionKind.Session);

    public static Dimension Model => new(DimensionKind.Model);

    public static Dimension Tag(string key) => new(DimensionKind.Tag, key);

    /// <summary>As the policy file spells it under <c>per</c>: <c>principal</c>, <c>tag:KEY</c>.</summary>
    public override string ToString() => Kind switch
    {
        DimensionKind.Region => "region",
        DimensionKind.Principal => "principal",
        DimensionKind.Session => "session",
        DimensionKind.Model => "model",
        DimensionKind.Tag => "tag:" + TagKey,
        _ => "account",
    };
}
