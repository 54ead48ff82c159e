namespace KillSwitch.Core.Denies;

/// <summary>The tags of a role or a user that name what of it is stopped, whichever guard of the account wrote them.</summary>
public static class StopTag
{
    /// <summary>Every key begins with it; a guard may set and remove no other.</summary>
    public const string KeyPrefix = "killswitch-stopped";

    public static bool IsKey(string key) => key.StartsWith(KeyPrefix, StringComparison.OrdinalIgnoreCase);
}
