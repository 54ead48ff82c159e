using KillSwitch.Core.RunningWork;

namespace KillSwitch.Engine.RunningWork;

/// <summary>What keeps a batch job from being counted.</summary>
internal enum BatchObstacle
{
    /// <summary>Nobody said at the deployment that the guard may read there.</summary>
    NotAllowed,

    /// <summary>S3 does not give it.</summary>
    Unread,

    /// <summary>It is no manifest, or not what Bedrock says of the job.</summary>
    Damaged,
}

/// <param name="Reason">A clause without a full stop.</param>
internal sealed record UncountedBatchJob(EndedBatchJob Job, BatchObstacle Obstacle, string Reason);
