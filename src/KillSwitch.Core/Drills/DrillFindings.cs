namespace KillSwitch.Core.Drills;

/// <summary>What one drill found: a deliberate throw of the switch, in one region.</summary>
public sealed record DrillFindings
{
    public required string Id { get; init; }

    public required DateTimeOffset StartedAt { get; init; }

    public required DateTimeOffset EndedAt { get; init; }

    /// <summary>Twelve digits.</summary>
    public required string Account { get; init; }

    public required string Region { get; init; }

    /// <summary>Which program the guard ran then, as Lambda names it: <c>CodeSha256</c> of the meter's function.</summary>
    public required string GuardVersion { get; init; }

    /// <summary>Who threw the switch, by ARN.</summary>
    public required string By { get; init; }

    /// <summary>The id of the model that was called.</summary>
    public required string Model { get; init; }

    /// <summary>What its calls cost, in dollars, at list price.</summary>
    public required decimal SpentUsd { get; init; }

    public IReadOnlyList<DrillCheck> Checks { get; init; } = [];

    public DrillDelays Delays { get; init; } = new();

    public RecordStamp Stamp { get; init; }

    /// <summary>What does not hold here.</summary>
    public IEnumerable<DrillCheck> Refuted => Checks.Where(check => check.Verdict == DrillVerdict.Refuted);
}
