namespace KillSwitch.Core.Drills;

/// <summary>What a drill says of an assumption.</summary>
public enum DrillVerdict
{
    /// <summary>It could not be looked at, or what it speaks of did not come.</summary>
    NotSeen,

    /// <summary>It holds, as far as was seen.</summary>
    Seen,

    /// <summary>Something else was seen.</summary>
    Refuted,
}
