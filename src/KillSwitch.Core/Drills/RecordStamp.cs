namespace KillSwitch.Core.Drills;

/// <summary>Which moment of its call a record's timestamp is.</summary>
public enum RecordStamp
{
    /// <summary>Nobody saw, or some records bear the one and some the other.</summary>
    Unknown,

    Start,

    End,
}
