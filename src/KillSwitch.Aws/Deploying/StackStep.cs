namespace KillSwitch.Aws.Deploying;

/// <summary>Something that happened to a resource of a stack.</summary>
/// <param name="Status">In CloudFormation's words.</param>
/// <param name="Type">Such as <c>AWS::Lambda::Function</c>.</param>
/// <param name="Id">The logical id.</param>
/// <param name="Reason">Null where none is given.</param>
public sealed record StackStep(string Status, string Type, string Id, string? Reason)
{
    /// <summary>Whether it failed by itself, and was not only left off because something else had.</summary>
    public bool IsFailure => Status.EndsWith("_FAILED", StringComparison.Ordinal)
        && Reason?.Contains("cancelled", StringComparison.OrdinalIgnoreCase) != true
        && Reason?.Contains("following resource(s) failed", StringComparison.OrdinalIgnoreCase) != true;
}
