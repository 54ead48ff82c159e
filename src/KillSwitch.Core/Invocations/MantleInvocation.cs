namespace KillSwitch.Core.Invocations;

/// <summary>
/// One call of the mantle endpoint, as CloudTrail tells of it: who called which model, by which project; no tokens, which the endpoint
/// counts in its metrics alone.
/// </summary>
public record MantleInvocation : Invocation
{
    /// <summary>As its ARN names it: <c>default</c>, <c>proj_0123</c>; null where the event names none.</summary>
    public required string? ProjectName { get; init; }

    /// <summary>The caller's ARN, as CloudTrail writes it; empty where it names none.</summary>
    public required string CallerArn { get; init; }

    public override string? Project => ProjectName;
}
