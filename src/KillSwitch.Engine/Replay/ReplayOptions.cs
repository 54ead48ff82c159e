using KillSwitch.Core.Policies;

namespace KillSwitch.Engine.Replay;

/// <summary>What a replay assumes of the time that things take, so that a result can be reproduced.</summary>
/// <param name="DetectionDelay">A record's timestamp to its evaluation; 20 s unless said otherwise.</param>
/// <param name="EnforcementDelay">Decision to effect; 10 s unless said otherwise.</param>
public sealed record ReplayOptions(TimeSpan DetectionDelay, TimeSpan EnforcementDelay)
{
    public static ReplayOptions Default { get; } = new(TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(10));

    /// <summary>The paths of the account's principals, where they are at hand.</summary>
    public PrincipalPaths Paths { get; init; } = PrincipalPaths.Unknown;

    /// <summary>Time goes on up to here after the last record, so that a stop can end; null: until that is seen.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Has the meter judge each call, be a limit near or not: what it is spared must change nothing.</summary>
    internal bool JudgesAll { get; init; }

    /// <summary>Steps of the timeline, at most.</summary>
    public int TimelineSteps { get; init; } = 1000;
}
