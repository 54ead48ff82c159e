namespace KillSwitch.Core.Settings;

/// <summary>The alarms of a deployment, by name without the stack's.</summary>
public static class GuardAlarm
{
    /// <summary>Of every deployment.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        "BudgetDeadLetters", "Damaged", "LoggingFails", "MeterBehind", "MeterDeadLetters", "NoHeartbeat", "SetupDeadLetters", "StopsFailed",
        "Trouble", "WatchErrors",
    ];

    /// <summary>Besides, where somebody is leased.</summary>
    public static IReadOnlyList<string> OfLease { get; } = ["LeaseFails", "LeaseUnattended"];

    /// <summary>As CloudWatch knows it.</summary>
    public static string Name(string stack, string alarm) => $"{stack}-{alarm}";
}
