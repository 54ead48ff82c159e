namespace KillSwitch.Core.Denies;

/// <summary>The role tags that name the stopped sessions of a shared role.</summary>
public static class StopTag
{
    /// <summary>The keys are this, or begin with it: one tag's value holds too few names.</summary>
    public const string KeyPrefix = "killswitch-stopped";
}
