namespace KillSwitch.Core.Drills;

/// <summary>
/// How long each step took in a drill, one after the other; null for what was not measured, the longest for what was measured several
/// times.
/// </summary>
public sealed record DrillDelays
{
    /// <summary>From the end of an answer to its record in the log group.</summary>
    public TimeSpan? Logged { get; init; }

    /// <summary>From the record in the log group to the meter's count.</summary>
    public TimeSpan? Metered { get; init; }

    /// <summary>From the count to the deny, attached and read back.</summary>
    public TimeSpan? Attached { get; init; }

    /// <summary>From the deny to the first call that was refused.</summary>
    public TimeSpan? Refused { get; init; }

    /// <summary>From the restore to the first call that went through again.</summary>
    public TimeSpan? Restored { get; init; }

    /// <summary>From the count to the first call that was refused: how long a decision takes to work.</summary>
    public TimeSpan? Deny => Attached + Refused;

    /// <summary>From the end of an answer to the meter's count.</summary>
    public TimeSpan? Record => Logged + Metered;

    /// <summary>From the end of an answer to the first call that was refused.</summary>
    public TimeSpan? Whole => Record + Deny;
}
