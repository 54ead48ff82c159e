namespace KillSwitch.Engine.Deploying;

/// <summary>What can be done with a stack, by its status.</summary>
public enum StackState
{
    /// <summary>It can be updated.</summary>
    Ready,

    /// <summary>Only planned: somebody looked at what would be made, and nothing was.</summary>
    Planned,

    /// <summary>CloudFormation is at it.</summary>
    Busy,

    /// <summary>Its first deployment failed: it can only be removed.</summary>
    NeverDeployed,

    /// <summary>An update, or an import of resources, could neither be finished nor taken back.</summary>
    Stuck,

    /// <summary>A removal could not be finished.</summary>
    HalfRemoved,

    /// <summary>It is gone.</summary>
    Gone,
}

/// <summary>Statuses of CloudFormation.</summary>
public static class StackStates
{
    public static StackState Of(string status) => status switch
    {
        "REVIEW_IN_PROGRESS" => StackState.Planned,
        "ROLLBACK_COMPLETE" or "ROLLBACK_FAILED" or "CREATE_FAILED" => StackState.NeverDeployed,
        "UPDATE_ROLLBACK_FAILED" or "IMPORT_ROLLBACK_FAILED" => StackState.Stuck,
        "DELETE_FAILED" => StackState.HalfRemoved,
        "DELETE_COMPLETE" => StackState.Gone,
        _ when status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal) => StackState.Busy,
        _ => StackState.Ready,
    };

    /// <summary>Whether a deployment ended as it was meant to.</summary>
    public static bool IsDone(string status) => status is "CREATE_COMPLETE" or "UPDATE_COMPLETE";
}
