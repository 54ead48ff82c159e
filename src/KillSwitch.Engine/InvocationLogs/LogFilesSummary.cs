namespace KillSwitch.Engine.InvocationLogs;

/// <summary>What a reading of log files went through.</summary>
/// <param name="Files">Files read.</param>
/// <param name="PassedOver">Files in folders that are no logs: prompt bodies, permission checks, other types.</param>
public readonly record struct LogFilesSummary(int Files, int PassedOver);
