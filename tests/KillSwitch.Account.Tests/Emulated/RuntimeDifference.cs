namespace KillSwitch.Account.Tests.Emulated;

/// <summary>In what the stand-in for the runtime endpoint differs from what is assumed of Bedrock.</summary>
[Flags]
internal enum RuntimeDifference
{
    None = 0,
    StampsAtTheEnd = 1,
    TwoRecordsAStream = 2,
    NoCacheCounts = 4,
    DenyThatDoesNotHold = 8,
    InnocentIsCut = 16,
    NoRecords = 32,
}
