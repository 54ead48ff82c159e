namespace KillSwitch.Core.Invocations;

/// <summary>Calls of a mantle endpoint's project, as its metrics count them: no record of the log says one.</summary>
public sealed record MantleInvocation : Invocation
{
    public required string ProjectName { get; init; }

    public override string? Project => ProjectName;
}
