namespace KillSwitch.Core.InvocationLog;

/// <summary>How far clocks may differ: a time further ahead of now than that is no time that anything happened at.</summary>
public static class ClockSkew
{
    public static TimeSpan Most { get; } = TimeSpan.FromHours(1);

    /// <summary>Whether <paramref name="time"/> is damage and not a moment.</summary>
    public static bool IsAhead(DateTimeOffset time, DateTimeOffset now) => time - now > Most;
}
