namespace KillSwitch.Aws.Deploying;

/// <summary>What CloudFormation would do, as long as nobody has it done.</summary>
/// <param name="Id">The ARN of the change set; null where there is nothing to do.</param>
/// <param name="StackId">The ARN of the stack.</param>
/// <param name="IsNew">The stack is made by it.</param>
/// <param name="Changes">By resource.</param>
public sealed record ChangeSet(string? Id, string StackId, bool IsNew, IReadOnlyList<PlannedChange> Changes)
{
    public bool IsEmpty => Id is null;

    /// <summary>There was no stack of the name before it.</summary>
    public bool IsNameOurs { get; init; }
}
