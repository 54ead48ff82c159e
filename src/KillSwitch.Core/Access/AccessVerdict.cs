namespace KillSwitch.Core.Access;

/// <summary>What IAM would say.</summary>
public enum AccessVerdict
{
    /// <summary>No statement allows it.</summary>
    Unmentioned,

    /// <summary>A statement denies it.</summary>
    Denied,

    /// <summary>Allowed where a condition holds that IAM's listing does not decide.</summary>
    May,

    Allowed,
}

public static class AccessVerdicts
{
    /// <summary>Whether it is to be counted with.</summary>
    public static bool IsOpen(this AccessVerdict verdict) => verdict is AccessVerdict.May or AccessVerdict.Allowed;
}
