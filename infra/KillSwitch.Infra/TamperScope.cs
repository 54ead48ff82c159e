namespace KillSwitch.Infra;

/// <summary>What there is to be undone in a stack.</summary>
internal enum TamperScope
{
    Home,
    HomeWithLease,

    /// <summary>What takes in logs, in a region that is not home: IAM, the table and the schedule are home's.</summary>
    Sensor,
}
