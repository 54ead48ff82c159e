namespace KillSwitch.Core.Denies;

/// <summary>The tags of a role or a user that name what of it is stopped: a session of it, or a model to it.</summary>
public static class StopTag
{
    /// <summary>Every key begins with it; the guard may set and remove no other.</summary>
    public const string KeyPrefix = "killswitch-stopped";

    /// <summary>The names of stopped sessions.</summary>
    public static TagSlots Sessions { get; } = new(KeyPrefix + "-", 30);

    /// <summary>The ids of stopped foundation models.</summary>
    public static TagSlots Models { get; } = new(KeyPrefix + "-model-", 10);

    /// <summary>The names of stopped models on the mantle endpoint, where they are spelled differently.</summary>
    public static TagSlots MantleModels { get; } = new(KeyPrefix + "-mantle-", 10);

    /// <summary>
    /// The ids of stopped models that the account has of its own: provisioned, custom, imported, deployed, behind a profile.
    /// </summary>
    public static TagSlots OwnModels { get; } = new(KeyPrefix + "-own-", 3);

    /// <summary>What the prepared deny of models reads.</summary>
    public static IReadOnlyList<TagSlots> OfModels { get; } = [Models, MantleModels, OwnModels];

    public static bool IsKey(string key) => key.StartsWith(KeyPrefix, StringComparison.OrdinalIgnoreCase);
}
