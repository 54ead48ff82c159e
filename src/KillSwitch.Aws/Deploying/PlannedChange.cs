namespace KillSwitch.Aws.Deploying;

/// <summary>What an update does to one resource.</summary>
/// <param name="Action"><c>Add</c>, <c>Modify</c>, <c>Remove</c>, in CloudFormation's words.</param>
/// <param name="Type">Such as <c>AWS::Lambda::Function</c>.</param>
/// <param name="Id">The logical id.</param>
/// <param name="Replacement">Of a modified one: <c>True</c> where another one takes its place, <c>Conditional</c> where that is not known;
/// null where it stays.</param>
public sealed record PlannedChange(string Action, string Type, string Id, string? Replacement);
