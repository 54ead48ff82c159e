namespace KillSwitch.Core.Deployments;

/// <summary>What somebody asks of a custom resource in CloudFormation's name. Whoever may invoke the function can write it.</summary>
/// <param name="Type"><c>Create</c>, <c>Update</c> or <c>Delete</c>.</param>
/// <param name="StackId">The ARN of the stack that it says it comes from.</param>
/// <param name="LogicalId">The resource, as the template names it.</param>
/// <param name="PhysicalId">The resource, as it was named when it was made; null for one that is yet to be.</param>
/// <param name="Properties">What the template says of it.</param>
public sealed record ResourceRequest(
    string Type, string StackId, string LogicalId, string? PhysicalId, IReadOnlyDictionary<string, string> Properties);
