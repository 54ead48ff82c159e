using Amazon.CloudWatchLogs.Model;

namespace KillSwitch.Cli.Session;

/// <summary>What was read of one region's log group.</summary>
internal sealed record RegionRecords(string Region)
{
    /// <summary>Null where nothing could be read.</summary>
    public LogGroup? Group { get; init; }

    public long Records { get; init; }

    /// <summary>How many could not be read.</summary>
    public long Damaged { get; init; }

    /// <summary>Why not all of it was read; null where it was.</summary>
    public LogSource.Unreadable? Obstacle { get; init; }
}
