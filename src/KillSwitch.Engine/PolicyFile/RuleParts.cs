using KillSwitch.Core.Policies;
using KillSwitch.Core.Windows;

namespace KillSwitch.Engine.PolicyFile;

/// <summary>What a rule's fields say, its limit aside, before it is known whether they fit together.</summary>
internal sealed record RuleParts
{
    public required string Id { get; init; }

    public required IReadOnlyList<FieldMatch> Match { get; init; }

    public required IReadOnlyList<Dimension> Per { get; init; }

    /// <summary>Null where none is given, or it is wrong.</summary>
    public required Every? Every { get; init; }

    public IReadOnlyList<int> NotifyPercents { get; init; } = [];

    public bool NotifyBreach { get; init; } = true;

    public required StopScope Stop { get; init; }

    public TagEscalation Escalate { get; init; } = TagEscalation.None;

    /// <summary>Null for all of Bedrock.</summary>
    public ModelSet? Deny { get; init; }

    public required Approval Approval { get; init; }

    public required RestorePlan Restore { get; init; }

    public required Brake Brake { get; init; }

    public IReadOnlyList<LimitOverride> Exceptions { get; init; } = [];

    public UnpricedStop Unpriced { get; init; } = UnpricedStop.Approve;

    public EstimatedStop Estimated { get; init; } = EstimatedStop.Approve;
}
