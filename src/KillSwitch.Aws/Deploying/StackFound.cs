using KillSwitch.Engine.Deploying;

namespace KillSwitch.Aws.Deploying;

/// <summary>A stack as CloudFormation has it.</summary>
/// <param name="Id">Its ARN.</param>
/// <param name="Status">In CloudFormation's words.</param>
/// <param name="Description">Null for none.</param>
/// <param name="IsProtected">Whether CloudFormation refuses to delete it.</param>
/// <param name="Parameters">By name.</param>
/// <param name="Outputs">By name, in order.</param>
public sealed record StackFound(
    string Id, string Status, string? Description, bool IsProtected, IReadOnlyDictionary<string, string> Parameters,
    IReadOnlyList<KeyValuePair<string, string>> Outputs)
{
    public StackState State => StackStates.Of(Status);
}
