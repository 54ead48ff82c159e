namespace KillSwitch.Engine.Tests.Drills;

/// <summary>In what an account differs from what is assumed.</summary>
public enum Planted
{
    Nothing,
    StampsAtTheEnd,
    TwoRecordsAStream,
    NoCacheCounts,
    WrongOutputCount,
    NoRecords,
    RecordsThatNobodyReads,
    RecordsInAnotherStream,
    PathsOfRoles,
    LoggedMantle,
    UnheardRecords,
    MiscountedRecords,
    DenyThatDoesNotHold,
    DenyThatComesAndGoes,
    InnocentIsCut,
    NoRestore,
    RefusedWithoutErrorCode,
    SessionsThatGoOn,
    SiblingSessionIsCut,
    ModelThatGoesOn,
    ProfileThatGoesOn,
    OtherModelIsCut,
    NoWildcard,
    OtherModelIsTaken,
    RoleThatStays,
}
