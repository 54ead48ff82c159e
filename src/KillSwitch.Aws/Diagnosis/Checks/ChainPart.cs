namespace KillSwitch.Aws.Diagnosis.Checks;

/// <summary>A part of the chain from a call to its stop, in the order in which it is told.</summary>
public enum ChainPart
{
    /// <summary>What the stack made, and whether it runs.</summary>
    Deployment,

    /// <summary>What is in force.</summary>
    Policy,

    /// <summary>From Bedrock's invocation log to the meter.</summary>
    Logs,

    /// <summary>CloudWatch's count, held against the ledger.</summary>
    Metrics,

    /// <summary>Whether a stop cuts.</summary>
    Denies,

    /// <summary>Whether people hear of it.</summary>
    Telling,

    /// <summary>Whether undoing it is heard of.</summary>
    Tampering,

    /// <summary>Who can be stopped, and who may restore.</summary>
    People,
}
