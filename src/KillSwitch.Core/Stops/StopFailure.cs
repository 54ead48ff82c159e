namespace KillSwitch.Core.Stops;

/// <summary>Why a deny could not be put in place, or not be lifted.</summary>
public enum StopFailure
{
    /// <summary>AWS asked to slow down.</summary>
    Throttled,

    /// <summary>The guard's own role may not do it.</summary>
    AccessDenied,

    /// <summary>The principal holds as many managed policies as it may, or has no tag free.</summary>
    PolicyLimitReached,

    /// <summary>There is no such principal any more.</summary>
    PrincipalGone,

    /// <summary>Nobody may change the principal: a service-linked or Identity Center role, root, another account's.</summary>
    Unmodifiable,

    /// <summary>The call was accepted, and its result could not be read back in time.</summary>
    NotConfirmed,

    /// <summary>AWS could not be reached, or failed.</summary>
    Unavailable,

    /// <summary>No deny is prepared for such a target.</summary>
    NotPrepared,
}

public static class StopFailures
{
    /// <summary>True where trying again soon may help by itself.</summary>
    public static bool IsPassing(this StopFailure failure) =>
        failure is StopFailure.Throttled or StopFailure.AccessDenied or StopFailure.NotConfirmed or StopFailure.Unavailable;
}
