namespace KillSwitch.Lambda.Runtime;

/// <summary>What happens after SIGTERM, before Lambda sends SIGKILL (300 to 500 ms, by the extensions there are).</summary>
internal static class ShutdownGrace
{
    /// <summary>What runs is asked to end.</summary>
    public static readonly TimeSpan Cut = TimeSpan.FromMilliseconds(250);

    /// <summary>The process ends, whatever still runs.</summary>
    public static readonly TimeSpan End = TimeSpan.FromMilliseconds(400);
}
