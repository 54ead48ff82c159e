namespace KillSwitch.Engine.Drills;

/// <summary>What a drill works with beside the ports of its guard: a person's own power over IAM, Bedrock and the log.</summary>
public sealed record DrillPorts
{
    public required IDrillModels Models { get; init; }

    public required IDrillRoles Roles { get; init; }

    public required IDrillCalls Calls { get; init; }

    public required IDrillRecords Records { get; init; }

    public required IDrillRules Rules { get; init; }

    public required IModelDeny ModelDeny { get; init; }
}
