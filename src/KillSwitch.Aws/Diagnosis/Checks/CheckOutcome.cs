namespace KillSwitch.Aws.Diagnosis.Checks;

/// <summary>What came of looking at one link of the chain.</summary>
public enum CheckOutcome
{
    Ok,

    /// <summary>The guard works, and something is less than it might be.</summary>
    Warning,

    /// <summary>Something of the guard does not work.</summary>
    Fault,

    /// <summary>Nobody could look: never counted as well.</summary>
    Unknown,
}
