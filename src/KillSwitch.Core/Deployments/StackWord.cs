namespace KillSwitch.Core.Deployments;

/// <summary>What CloudFormation itself says of a resource of the guard's own stack.</summary>
public abstract record StackWord
{
    private StackWord()
    {
    }

    /// <param name="StackId">The ARN of the stack.</param>
    /// <param name="StackStatus">Such as <c>UPDATE_IN_PROGRESS</c>.</param>
    /// <param name="PhysicalId">Null before it was made.</param>
    /// <param name="ResourceType">As the template has it.</param>
    /// <param name="ResourceStatus">Such as <c>CREATE_IN_PROGRESS</c>.</param>
    public sealed record Known(
        string StackId, string StackStatus, string? PhysicalId, string ResourceType, string ResourceStatus) : StackWord;

    /// <summary>The stack has no such resource, or there is no such stack.</summary>
    public sealed record Missing : StackWord;

    /// <summary>It gave no answer; one sentence, without a full stop, says why.</summary>
    public sealed record Unanswered(string Reason) : StackWord;
}
