namespace KillSwitch.Core.Stops;

public enum StopState
{
    /// <summary>Told, and waits for a person to approve or reject it.</summary>
    AwaitingApproval,

    /// <summary>The policy observes: told as "would stop", nothing is cut.</summary>
    Observed,

    /// <summary>Written down, not yet carried out.</summary>
    Intended,

    /// <summary>The deny is in place.</summary>
    Enforced,

    /// <summary>The deny could not be put in place; tried again.</summary>
    Failed,

    /// <summary>To be lifted, not yet carried out.</summary>
    Releasing,

    /// <summary>Lifted.</summary>
    Released,

    /// <summary>A person decided against it.</summary>
    Rejected,
}
